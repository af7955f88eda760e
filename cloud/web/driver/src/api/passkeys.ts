import { startAuthentication, startRegistration } from "@simplewebauthn/browser";
import { call } from "./client.ts";

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]["optionsJSON"];
type RegistrationOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

/** Signs in with a passkey of this device (WebAuthn). @throws what the browser or the cloud refuses. */
export async function signInWithPasskey(): Promise<true> {
  const optionsJSON = await call<AuthenticationOptions>("GET", "/v1/auth/passkey/generate-authenticate-options");
  const response = await startAuthentication({ optionsJSON });
  await call("POST", "/v1/auth/passkey/verify-authentication", { response });
  return true;
}

/** Makes a passkey on this device for who is signed in. @throws what the browser or the cloud refuses. */
export async function addPasskey(name: string): Promise<void> {
  const optionsJSON = await call<RegistrationOptions>("GET", "/v1/auth/passkey/generate-register-options");
  const response = await startRegistration({ optionsJSON });
  await call("POST", "/v1/auth/passkey/verify-registration", { response, name });
}
