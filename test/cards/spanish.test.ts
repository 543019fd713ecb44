import { describe, expect, it } from '@jest/globals';
import { understand } from '../../cards/understand/understand.js';
import { readWish } from '../../cards/understand/wish.js';
import type { CommandName } from '../../core/turn.js';
import type { WatchWish } from '../../core/watch/watch.js';

const at = (hours: number, minutes = 0) => ({ every: 'day', at: hours * 60 + minutes }) as const;
const night = { from: 18 * 60, to: 8 * 60 };

describe('a command in Spanish', () => {
  const read: [string, CommandName, string][] = [
    ['ayuda', 'help', ''],
    ['¡Hola!', 'help', ''],
    ['¿Qué puedes hacer?', 'help', ''],
    ['clientes', 'customers', ''],
    ['ver los clientes', 'customers', ''],
    ['buscar Contoso', 'find', 'Contoso'],
    ['¿Puedes buscar Contoso, por favor?', 'find', 'Contoso'],
    ['cuenta Contoso', 'account', 'Contoso'],
    ['muéstrame la cuenta de Contoso', 'account', 'Contoso'],
    ['actualizar Añil SA', 'update', 'Añil SA'],
    ['editar la cuenta de Contoso', 'update', 'Contoso'],
    ['QUIEN SOY', 'whoami', ''],
    ['¿Quién soy?', 'whoami', ''],
    ['vincular 123 456', 'link', '123456'],
    ['desvincular', 'unlink', ''],
    ['vinculos Ana', 'links', 'Ana'],
    ['permisos de Contoso', 'permission', 'Contoso'],
    ['aprobaciones pendientes', 'approvals', ''],
    ['historial de Contoso', 'history', 'Contoso'],
    ['¿quién cambió Contoso?', 'history', 'Contoso?'],
    ['seguir contoso', 'watch', 'contoso'],
    ['dejar de seguir todo', 'unwatch', 'todo'],
    ['seguimientos', 'watches', ''],
    ['¿Qué se sigue aquí?', 'watches', ''],
    ['diagnostico', 'doctor', ''],
    ['cambiar el idioma a inglés', 'language', 'en'],
    ['idioma español', 'language', 'es'],
    ['idioma automático', 'language', 'auto'],
  ];
  it.each(read)('%j is %s with the argument %j', (text, command, argument) => {
    expect(understand(text, 'es-MX')).toMatchObject({ type: 'command', command, argument });
  });

  it.each([
    ['actulizar contoso', 'update'],
    ['buscr contoso', 'find'],
    ['aiuda', 'help'],
  ])('%j is near to %s', (text, command) => {
    expect(understand(text, 'es-ES')).toMatchObject({ type: 'unclear', nearest: [command] });
  });
});

describe('what is asked for in Spanish', () => {
  const texts: [string, Partial<WatchWish>][] = [
    ['todo', {}],
    ['todos los cambios en este canal, por favor', {}],
    ['las aprobaciones aquí', { topic: 'approvals' }],
    ['al cliente contoso', { customer: 'contoso' }],
    ['los cambios de Contoso Ltd', { customer: 'Contoso Ltd' }],
    ['facturación cuando cambie contoso', { customer: 'contoso', kind: 'account' }],
    ['permisos en Alemania cada día a las 9', { kind: 'purchase', country: 'DE', rhythm: at(9) }],
    ['clientes de los Estados Unidos', { country: 'US' }],
    ['en EE. UU.', { country: 'US' }],
    ['en la India', { country: 'IN' }],
    ['Trinidad y Tobago', { country: 'TT' }],
    ['código postal', { field: 'defaultAddress.postalCode' }],
    ['cambios de país', { field: 'defaultAddress.country' }],
    ['planes de ahorro de Azure', { field: 'permission.AzureSavingsPlan' }],
    ['también las solicitudes', { stage: 'requests' }],
    ['solo resultados', { stage: 'outcomes' }],
    ['cambios hechos en el Centro de partners', { origin: 'elsewhere' }],
    ['sin mis cambios', { muteOwn: true }],
    ['excepto los míos', { muteOwn: true }],
    ['cada hora', { rhythm: { every: 'hour' } }],
    ['al momento', { rhythm: { every: 'change' } }],
    ['a diario', { rhythm: at(9) }],
    ['todos los días a las 9 y media de la mañana', { rhythm: at(9, 30) }],
    ['a las nueve de la noche todos los días', { rhythm: at(21) }],
    ['diario a las 5 p. m.', { rhythm: at(17) }],
    ['cada día a las 12 de la noche', { rhythm: at(0) }],
    ['al mediodía cada día', { rhythm: at(12) }],
    ['en silencio de 18 a 8', { quiet: night }],
    ['horas de silencio desde las 18:00 hasta las 08:00', { quiet: night }],
    ['no molestar entre las seis de la tarde y las ocho de la mañana', { quiet: night }],
    [
      'contoso, permisos, también solicitudes, solo en el Centro de partners, sin mis cambios, cada día a las 9:30, silencio 18-8',
      {
        customer: 'contoso',
        kind: 'purchase',
        stage: 'requests',
        origin: 'elsewhere',
        muteOwn: true,
        rhythm: at(9, 30),
        quiet: night,
      },
    ],
  ];
  it.each(texts)('%j', (text, wish) => {
    expect(readWish(text, 'es-ES')).toEqual({ topic: 'changes', ...wish });
  });

  it.each([
    'Las Dos Hermanas SL',
    'Universidad de Chile',
    'El Corte Inglés',
    'El Diario Vasco',
    'Banco de Crédito del Perú',
    'Hermanos Ruiz y Hijos',
  ])('%j is the name of a customer', (name) => {
    expect(readWish(`${name}, cada hora`, 'es-ES')).toEqual({
      topic: 'changes',
      customer: name,
      rhythm: { every: 'hour' },
    });
  });
});
