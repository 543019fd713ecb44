/** What a bot says in front of several people. None of it holds data: the answer itself goes to the person who asked. */
export type RoomText = 'answeredPrivately' | 'cannotReachYou' | 'unavailable';

const texts: Record<string, Record<RoomText, string>> = {
  en: {
    answeredPrivately: 'I answered you in our private chat.',
    cannotReachYou: 'I cannot write to you privately yet. Add partnerdesk in Teams (Apps), then ask again.',
    unavailable: 'The desk cannot be reached right now. Nothing was changed. Please try again in a minute.',
  },
  fr: {
    answeredPrivately: 'Je vous ai répondu dans notre conversation privée.',
    cannotReachYou:
      'Je ne peux pas encore vous écrire en privé. Ajoutez partnerdesk dans Teams (Applications), puis redemandez.',
    unavailable: 'Le service est injoignable pour le moment. Rien n’a été modifié. Réessayez dans une minute.',
  },
  es: {
    answeredPrivately: 'Le he respondido en nuestro chat privado.',
    cannotReachYou:
      'Todavía no puedo escribirle en privado. Agregue partnerdesk en Teams (Aplicaciones) y vuelva a preguntar.',
    unavailable: 'El servicio no está disponible en este momento. No se ha cambiado nada. Inténtelo en un minuto.',
  },
  ru: {
    answeredPrivately: 'Я ответил вам в нашем личном чате.',
    cannotReachYou: 'Пока я не могу написать вам лично. Добавьте partnerdesk в Teams («Приложения») и спросите снова.',
    unavailable: 'Сервис сейчас недоступен. Ничего не изменено. Повторите попытку через минуту.',
  },
  zh: {
    answeredPrivately: '我已在我们的私人聊天中回复您。',
    cannotReachYou: '我暂时无法私下给您发消息。请在 Teams 的“应用”中添加 partnerdesk，然后重试。',
    unavailable: '目前无法连接到服务，未作任何更改。请稍后重试。',
  },
};

/** @param locale BCP 47; English where its language is none of ours */
export function roomText(key: RoomText, locale: string): string {
  const language = locale.split('-', 1)[0]?.toLowerCase() ?? '';
  const found = (Object.hasOwn(texts, language) ? texts[language] : undefined) ?? texts['en'];
  return found?.[key] ?? '';
}
