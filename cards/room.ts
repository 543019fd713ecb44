/** What a bot says in front of several people. None of it holds data: the answer itself goes to the person who asked. */
export type RoomText =
  | 'answeredPrivately'
  | 'cannotReachYou'
  | 'unavailable'
  /** A press that takes long: the pressed card stays as it is. */
  | 'answerFollows'
  /** A card refreshed itself for somebody who has no view of their own on it. */
  | 'nothingOwn'
  /** In place of a card, once people from outside can read it. */
  | 'outsidersPresent';

const texts: Record<string, Record<RoomText, string>> = {
  en: {
    answeredPrivately: 'I answered you in our private chat.',
    cannotReachYou: 'I cannot write to you privately yet. Add partnerdesk in Teams (Apps), then ask again.',
    unavailable: 'The desk cannot be reached right now. Nothing was changed. Please try again in a minute.',
    answerFollows: 'This takes a little longer. The answer follows in our private chat.',
    nothingOwn: 'There is nothing more for you on this card.',
    outsidersPresent:
      'This card is no longer shown here, because people from outside the organisation take part in this conversation.',
  },
  fr: {
    answeredPrivately: 'Je vous ai répondu dans notre conversation privée.',
    cannotReachYou:
      'Je ne peux pas encore vous écrire en privé. Ajoutez partnerdesk dans Teams (Applications), puis redemandez.',
    unavailable: 'Le service est injoignable pour le moment. Rien n’a été modifié. Réessayez dans une minute.',
    answerFollows: 'Cela prend un peu plus de temps. La réponse suivra dans notre conversation privée.',
    nothingOwn: 'Cette carte ne contient rien de plus pour vous.',
    outsidersPresent:
      'Cette carte n’est plus affichée ici, car des personnes extérieures à l’organisation participent à cette conversation.',
  },
  es: {
    answeredPrivately: 'Le he respondido en nuestro chat privado.',
    cannotReachYou:
      'Todavía no puedo escribirle en privado. Agregue partnerdesk en Teams (Aplicaciones) y vuelva a preguntar.',
    unavailable: 'El servicio no está disponible en este momento. No se ha cambiado nada. Inténtelo en un minuto.',
    answerFollows: 'Esto tarda un poco más. La respuesta llegará a nuestro chat privado.',
    nothingOwn: 'No hay nada más para usted en esta tarjeta.',
    outsidersPresent:
      'Esta tarjeta ya no se muestra aquí porque en esta conversación participan personas ajenas a la organización.',
  },
  ru: {
    answeredPrivately: 'Я ответил вам в нашем личном чате.',
    cannotReachYou: 'Пока я не могу написать вам лично. Добавьте partnerdesk в Teams («Приложения») и спросите снова.',
    unavailable: 'Сервис сейчас недоступен. Ничего не изменено. Повторите попытку через минуту.',
    answerFollows: 'Это займёт немного больше времени. Ответ придёт в наш личный чат.',
    nothingOwn: 'На этой карточке для вас больше ничего нет.',
    outsidersPresent: 'Эта карточка здесь больше не показывается: в беседе участвуют люди не из организации.',
  },
  zh: {
    answeredPrivately: '我已在我们的私人聊天中回复您。',
    cannotReachYou: '我暂时无法私下给您发消息。请在 Teams 的“应用”中添加 partnerdesk，然后重试。',
    unavailable: '目前无法连接到服务，未作任何更改。请稍后重试。',
    answerFollows: '这需要稍长时间。我会在我们的私人聊天中答复。',
    nothingOwn: '此卡片上没有更多与您相关的内容。',
    outsidersPresent: '此卡片不再在此处显示，因为此会话中有组织外部的人员。',
  },
};

/** @param locale BCP 47; English where its language is none of ours */
export function roomText(key: RoomText, locale: string): string {
  const language = locale.split('-', 1)[0]?.toLowerCase() ?? '';
  const found = (Object.hasOwn(texts, language) ? texts[language] : undefined) ?? texts['en'];
  return found?.[key] ?? '';
}
