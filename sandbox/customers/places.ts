/** A city with real postal codes. `state` where the country's rules want one. */
export interface Place {
  country: string;
  city: string;
  state?: string;
  postalCodes: string[];
  /** The first digits of telephone numbers, where a made-up number needs true ones. */
  areaCode?: string;
}

/** `country|city|state|postal codes|area code`, one place a line: compact, and easy to add to. */
const lines = `
US|Redmond|WA|98052 98053|425
US|Seattle|WA|98101 98104 98109 98121|206
US|Bellevue|WA|98004 98005|425
US|Portland|OR|97201 97205 97209|503
US|San Francisco|CA|94103 94105 94107|415
US|Los Angeles|CA|90012 90015 90017|213
US|Denver|CO|80202 80203 80205|303
US|Austin|TX|78701 78702 78704|512
US|Chicago|IL|60601 60606 60611|312
US|Boston|MA|02108 02110 02116|617
US|New York|NY|10001 10003 10016|212
US|Atlanta|GA|30303 30308|404
US|Miami|FL|33130 33131|305
US|Minneapolis|MN|55401 55402|612
CA|Toronto|ON|M5H 2N2,M5V 3L9|416
CA|Montréal|QC|H2Y 1C6,H3B 1A7|514
CA|Vancouver|BC|V6B 1A1,V6C 3E1|604
GB|London||EC1A 1BB,SW1A 2AA,W1D 3QF
GB|Manchester||M1 1AE,M2 5DB
GB|Edinburgh||EH1 1YZ,EH2 4RG
GB|Bristol||BS1 4DJ,BS8 1TH
GB|Leeds||LS1 4AP
DE|Berlin||10115 10117 10557
DE|München||80331 80333 80539
DE|Hamburg||20095 20354
DE|Köln||50667 50672
DE|Frankfurt am Main||60311 60313
DE|Stuttgart||70173 70174
DE|Leipzig||04103 04109
FR|Paris||75001 75008 75011
FR|Lyon||69002 69003
FR|Marseille||13001 13002
FR|Bordeaux||33000
FR|Lille||59000 59800
FR|Strasbourg||67000
FR|Nantes||44000
ES|Madrid||28001 28013 28046
ES|Barcelona||08002 08008 08036
ES|Valencia||46001 46002
ES|Sevilla||41001 41004
ES|Bilbao||48001 48009
ES|Málaga||29001 29015
PT|Lisboa||1000-001 1100-148 1250-096
PT|Porto||4000-012 4050-253
PT|Coimbra||3000-010
PT|Braga||4700-030
BR|São Paulo|SP|01001-000 01310-100 04543-011
BR|Rio de Janeiro|RJ|20031-170 22041-011
BR|Curitiba|PR|80010-000
BR|Belo Horizonte|MG|30130-010
MX|Ciudad de México|DF|06000 06600
MX|Guadalajara|JC|44100
MX|Monterrey|NL|64000
CN|北京|BJ|100004 100020 100080
CN|上海|SH|200001 200040 200120
CN|深圳|GD|518000 518057
CN|广州|GD|510000 510620
CN|杭州|ZJ|310000 310012
CN|成都|SC|610000 610041
CN|西安|SN|710000
CN|武汉|HB|430000
RU|Москва||101000 119019 125009
RU|Санкт-Петербург||190000 191186
RU|Казань||420111
RU|Екатеринбург||620014
RU|Новосибирск||630099
RU|Нижний Новгород||603000
KZ|Алматы||050000 050010
KZ|Астана||010000
KZ|Караганда||100000
`;

const places: Place[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [country = '', city = '', state = '', codes = '', areaCode] = line.split('|');
    // British and Canadian codes hold a space, so they are told apart by commas.
    const postalCodes = codes.split(/[A-Z]/.test(codes) ? ',' : ' ');
    return { country, city, ...(state ? { state } : {}), postalCodes, ...(areaCode ? { areaCode } : {}) };
  });

/** The places of one country. */
export function placesOf(country: string): Place[] {
  return places.filter((place) => place.country === country);
}
