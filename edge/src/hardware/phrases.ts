// What displays say, in the languages that gates speak. The lane's words are English; a display looks up here what it shows. A
// phrase that is not here, a price say, is shown as it is.

import { ARABIC } from "./phrases-arabic.ts";

export const LANGUAGES = ["en", "de", "fr", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

type Translations = Readonly<Record<Exclude<Language, "en" | "ar">, string>>;

const phrases: Readonly<Record<string, Translations>> = {
  // Titles
  Welcome: { de: "Willkommen", fr: "Bienvenue" },
  Goodbye: { de: "Auf Wiedersehen", fr: "Au revoir" },
  "Leaving?": { de: "Ausfahrt?", fr: "Sortie ?" },
  "Card not known": { de: "Karte unbekannt", fr: "Carte inconnue" },
  "Card switched off": { de: "Karte gesperrt", fr: "Carte désactivée" },
  "No longer valid": { de: "Nicht mehr gültig", fr: "Plus valable" },
  "Account blocked": { de: "Konto gesperrt", fr: "Compte bloqué" },
  "Not for this vehicle": { de: "Nicht für dieses Fahrzeug", fr: "Pas pour ce véhicule" },
  "Reserved bays": { de: "Reservierte Plätze", fr: "Places réservées" },
  "Not valid yet": { de: "Noch nicht gültig", fr: "Pas encore valable" },
  "Your bay is taken": { de: "Ihr Platz ist belegt", fr: "Votre place est occupée" },
  "Not enough credit": { de: "Guthaben reicht nicht", fr: "Crédit insuffisant" },
  "An earlier visit is unpaid": { de: "Ein früherer Besuch ist unbezahlt", fr: "Une visite reste impayée" },
  "Group limit reached": { de: "Gruppenlimit erreicht", fr: "Limite du groupe atteinte" },
  "Offline for long": { de: "Lange ohne Verbindung", fr: "Hors ligne depuis longtemps" },
  "Already inside": { de: "Bereits eingefahren", fr: "Déjà à l'intérieur" },
  Full: { de: "Besetzt", fr: "Complet" },
  "Code has expired": { de: "Code abgelaufen", fr: "Code expiré" },
  "Code not valid yet": { de: "Code noch nicht gültig", fr: "Code pas encore valable" },
  "Code already used": { de: "Code schon benutzt", fr: "Code déjà utilisé" },
  "Code for another place": { de: "Code für einen anderen Ort", fr: "Code pour un autre lieu" },
  "Codes not possible now": { de: "Codes gehen gerade nicht", fr: "Codes impossibles maintenant" },
  "Not ready yet": { de: "Noch nicht bereit", fr: "Pas encore prêt" },
  "Out of order": { de: "Außer Betrieb", fr: "Hors service" },
  "Code not readable": { de: "Code nicht lesbar", fr: "Code illisible" },
  "Code not valid": { de: "Code ungültig", fr: "Code non valable" },
  "Code not known": { de: "Code unbekannt", fr: "Code inconnu" },
  "Card not valid": { de: "Karte ungültig", fr: "Carte non valable" },
  "Plate not readable": { de: "Kennzeichen nicht lesbar", fr: "Plaque illisible" },
  "Card not readable": { de: "Karte nicht lesbar", fr: "Carte illisible" },
  "Not open yet": { de: "Noch nicht geöffnet", fr: "Pas encore ouvert" },
  "One moment": { de: "Einen Moment", fr: "Un instant" },
  "Your turn": { de: "Sie sind dran", fr: "À vous" },
  "Please try again": { de: "Bitte noch einmal", fr: "Veuillez réessayer" },
  "The arm does not move": { de: "Die Schranke klemmt", fr: "La barrière ne bouge pas" },
  "Please drive on": { de: "Bitte weiterfahren", fr: "Veuillez avancer" },
  "Fire alarm": { de: "Feueralarm", fr: "Alarme incendie" },
  "Please drive up to the arm": { de: "Bitte zur Schranke vorfahren", fr: "Avancez jusqu'à la barrière" },
  "Card reader out of order": { de: "Kartenleser außer Betrieb", fr: "Lecteur de cartes hors service" },
  "Code reader out of order": { de: "Codeleser außer Betrieb", fr: "Lecteur de codes hors service" },
  "Plates are not read now": { de: "Kennzeichen werden nicht gelesen", fr: "Les plaques ne sont pas lues" },
  // What to do next
  "Please drive in.": { de: "Bitte einfahren.", fr: "Entrez, s'il vous plaît." },
  "Please drive in. An earlier visit will be checked later.": {
    de: "Bitte einfahren. Ein früherer Besuch wird später geprüft.",
    fr: "Entrez. Une visite précédente sera vérifiée plus tard.",
  },
  "Please drive in. Your other visit will be checked later.": {
    de: "Bitte einfahren. Ihr anderer Besuch wird später geprüft.",
    fr: "Entrez. Votre autre visite sera vérifiée plus tard.",
  },
  "Drive safely.": { de: "Gute Fahrt.", fr: "Bonne route." },
  "We found no visit; any payment is settled later.": {
    de: "Kein Besuch gefunden; abgerechnet wird später.",
    fr: "Aucune visite trouvée ; le paiement sera réglé plus tard.",
  },
  "Please look at your account before your next visit.": {
    de: "Bitte sehen Sie vor dem nächsten Besuch in Ihr Konto.",
    fr: "Consultez votre compte avant votre prochaine visite.",
  },
  "We did not know this card; the operator will check.": {
    de: "Karte unbekannt; der Betreiber prüft das.",
    fr: "Carte inconnue ; l'exploitant vérifiera.",
  },
  "Please try another card or call for help.": {
    de: "Bitte eine andere Karte versuchen oder Hilfe rufen.",
    fr: "Essayez une autre carte ou appelez à l'aide.",
  },
  "Please use another card or your app.": {
    de: "Bitte eine andere Karte oder die App benutzen.",
    fr: "Utilisez une autre carte ou votre application.",
  },
  "Please contact the operator.": { de: "Bitte den Betreiber ansprechen.", fr: "Contactez l'exploitant." },
  "These bays are for others. Please try elsewhere.": {
    de: "Diese Plätze sind für andere. Bitte woanders versuchen.",
    fr: "Ces places sont pour d'autres. Essayez ailleurs.",
  },
  "These bays are kept for their owners. Please try elsewhere.": {
    de: "Diese Plätze sind vergeben. Bitte woanders versuchen.",
    fr: "Ces places ont un titulaire. Essayez ailleurs.",
  },
  "Your reserved bay is yours later. Please check its time.": {
    de: "Ihr Platz gehört Ihnen erst später. Bitte die Zeit prüfen.",
    fr: "Votre place est à vous plus tard. Vérifiez l'heure.",
  },
  "Your time for this reserved bay is over.": {
    de: "Ihre Zeit für diesen Platz ist vorbei.",
    fr: "Votre durée pour cette place est écoulée.",
  },
  "A car of yours or of a guest stands there already.": {
    de: "Ein Auto von Ihnen oder einem Gast steht schon dort.",
    fr: "Votre voiture ou celle d'un invité y est déjà.",
  },
  "Please top up in the app, then try again.": {
    de: "Bitte in der App aufladen, dann noch einmal.",
    fr: "Rechargez dans l'application, puis réessayez.",
  },
  "Please pay it in the app, then try again.": {
    de: "Bitte in der App bezahlen, dann noch einmal.",
    fr: "Payez-la dans l'application, puis réessayez.",
  },
  "Your group pays no more this month. Please top up in the app.": {
    de: "Ihre Gruppe zahlt diesen Monat nicht mehr. Bitte in der App aufladen.",
    fr: "Votre groupe ne paie plus ce mois-ci. Rechargez dans l'application.",
  },
  "We cannot check your account now. Please call for help.": {
    de: "Ihr Konto lässt sich gerade nicht prüfen. Bitte Hilfe rufen.",
    fr: "Votre compte ne peut être vérifié. Appelez à l'aide.",
  },
  "This account has a car inside. Please call for help.": {
    de: "Mit diesem Konto ist ein Auto drin. Bitte Hilfe rufen.",
    fr: "Ce compte a déjà une voiture ici. Appelez à l'aide.",
  },
  "Please wait for a car to leave, or try elsewhere.": {
    de: "Bitte warten, bis ein Auto ausfährt, oder woanders versuchen.",
    fr: "Attendez qu'une voiture sorte, ou essayez ailleurs.",
  },
  "Please show a new code.": { de: "Bitte einen neuen Code zeigen.", fr: "Montrez un nouveau code." },
  "Please check its start time.": { de: "Bitte den Beginn prüfen.", fr: "Vérifiez l'heure de début." },
  "Please check the address on it.": { de: "Bitte die Adresse darauf prüfen.", fr: "Vérifiez l'adresse indiquée." },
  "Please use a card.": { de: "Bitte eine Karte benutzen.", fr: "Utilisez une carte." },
  "Please wait a moment, or call for help.": {
    de: "Bitte einen Moment warten oder Hilfe rufen.",
    fr: "Patientez un instant ou appelez à l'aide.",
  },
  "Please call for help.": { de: "Bitte Hilfe rufen.", fr: "Appelez à l'aide." },
  "Please show a Baygate code.": { de: "Bitte einen Baygate-Code zeigen.", fr: "Montrez un code Baygate." },
  "Please show the code from your app.": {
    de: "Bitte den Code aus der App zeigen.",
    fr: "Montrez le code de votre application.",
  },
  "Please show a new code or use a card.": {
    de: "Bitte einen neuen Code zeigen oder eine Karte benutzen.",
    fr: "Montrez un nouveau code ou utilisez une carte.",
  },
  "Please use a card or code.": { de: "Bitte Karte oder Code benutzen.", fr: "Utilisez une carte ou un code." },
  "Please hold it still and try again.": {
    de: "Bitte ruhig halten und noch einmal.",
    fr: "Tenez-la immobile et réessayez.",
  },
  "Please hold your card to the reader.": {
    de: "Bitte Karte an den Leser halten.",
    fr: "Présentez votre carte au lecteur.",
  },
  "This way in is not set up. Please try elsewhere.": {
    de: "Diese Einfahrt ist nicht eingerichtet. Bitte woanders versuchen.",
    fr: "Cette entrée n'est pas prête. Essayez ailleurs.",
  },
  "Please wait until the car before you is through.": {
    de: "Bitte warten, bis das Auto vor Ihnen durch ist.",
    fr: "Attendez que la voiture devant vous soit passée.",
  },
  "Please hold your card or code to the reader again.": {
    de: "Bitte Karte oder Code noch einmal vorhalten.",
    fr: "Présentez à nouveau votre carte ou code.",
  },
  "Hold the card still for a moment.": {
    de: "Die Karte kurz ruhig halten.",
    fr: "Tenez la carte immobile un instant.",
  },
  "Please try again or call for help.": {
    de: "Bitte noch einmal versuchen oder Hilfe rufen.",
    fr: "Réessayez ou appelez à l'aide.",
  },
  "The lane must be clear for the next car.": {
    de: "Die Spur muss für das nächste Auto frei sein.",
    fr: "La voie doit être libre pour la voiture suivante.",
  },
  "The way is open. Please drive out now, and do not drive in.": {
    de: "Der Weg ist frei. Bitte jetzt ausfahren, nicht einfahren.",
    fr: "La voie est ouverte. Sortez maintenant, n'entrez pas.",
  },
  "Then hold your card or code to the reader again.": {
    de: "Dann Karte oder Code noch einmal vorhalten.",
    fr: "Puis présentez à nouveau votre carte ou code.",
  },
  "Please use your card.": { de: "Bitte Ihre Karte benutzen.", fr: "Utilisez votre carte." },
  "Please use your code.": { de: "Bitte Ihren Code benutzen.", fr: "Utilisez votre code." },
  "Please use your card or your code.": {
    de: "Bitte Karte oder Code benutzen.",
    fr: "Utilisez votre carte ou votre code.",
  },
  // What plates and phones added
  "Add your card": { de: "Karte hinzufügen", fr: "Ajouter votre carte" },
  "Please hold the new card to the reader now.": {
    de: "Bitte halten Sie jetzt die neue Karte an den Leser.",
    fr: "Présentez maintenant la nouvelle carte au lecteur.",
  },
  "Card read": { de: "Karte gelesen", fr: "Carte lue" },
  "Your app shows in a moment whether it is yours now.": {
    de: "Ihre App zeigt gleich, ob sie jetzt Ihre ist.",
    fr: "Votre application indique dans un instant si elle est à vous.",
  },
  "Card or code, please": { de: "Karte oder Code, bitte", fr: "Carte ou code, svp" },
  "Plate not seen": { de: "Kennzeichen nicht gesehen", fr: "Plaque non vue" },
  "Card of another car": { de: "Karte eines anderen Autos", fr: "Carte d'une autre voiture" },
  "App is out of date": { de: "App ist nicht aktuell", fr: "Appli pas à jour" },
  "Offline now": { de: "Gerade ohne Verbindung", fr: "Hors ligne" },
  "The plate alone is not enough here.": {
    de: "Das Kennzeichen allein genügt hier nicht.",
    fr: "La plaque seule ne suffit pas ici.",
  },
  "Please move up a little and try again.": {
    de: "Bitte etwas vorfahren und noch einmal versuchen.",
    fr: "Avancez un peu et réessayez.",
  },
  "Please use the app, or call for help.": {
    de: "Bitte die App benutzen oder um Hilfe rufen.",
    fr: "Utilisez l'appli ou appelez à l'aide.",
  },
  "Please show a new code, and check your phone's clock.": {
    de: "Bitte einen neuen Code zeigen und die Uhr des Handys prüfen.",
    fr: "Montrez un nouveau code et vérifiez l'heure du téléphone.",
  },
  "Please open the app where it has a network, then try again.": {
    de: "Bitte die App öffnen, wo sie Netz hat, dann noch einmal versuchen.",
    fr: "Ouvrez l'appli là où elle a du réseau, puis réessayez.",
  },
  "We cannot check your account. Please use a card or call for help.": {
    de: "Wir können Ihr Konto nicht prüfen. Bitte eine Karte benutzen oder um Hilfe rufen.",
    fr: "Nous ne pouvons pas vérifier votre compte. Utilisez une carte ou appelez à l'aide.",
  },
  "Without one the barrier opens in a moment.": {
    de: "Sonst öffnet die Schranke gleich von selbst.",
    fr: "Sinon la barrière s'ouvre dans un instant.",
  },
  // A display's own
  "Scan with your phone": { de: "Mit dem Handy scannen", fr: "Scannez avec votre téléphone" },
};

/** The phrase in that language; as it is where nobody has translated it. */
export function say(phrase: string, language: Language): string {
  if (language === "en") return phrase;
  return (language === "ar" ? ARABIC[phrase] : phrases[phrase]?.[language]) ?? phrase;
}

/** Whether it is known in every language. */
export const isTranslated = (phrase: string): boolean => phrases[phrase] !== undefined && ARABIC[phrase] !== undefined;
