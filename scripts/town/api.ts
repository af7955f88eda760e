/** The cloud's API as an operator's program or a driver's app calls it. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object, headers?: Record<string, string>): Promise<T>;
  put<T>(path: string, body: object): Promise<T>;
}

/** A refusal by the API, with the problem's code. */
export class ApiRefused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, words: string) {
    super(words);
    this.status = status;
    this.code = code;
  }
}

export function openApi(baseUrl: string, token: string): Api {
  const call = async <T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<T> => {
    const answer = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { "content-type": "application/json" } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    const content = text === "" ? undefined : JSON.parse(text);
    if (!answer.ok)
      throw new ApiRefused(answer.status, content?.code ?? "unknown", `${method} ${path}: ${answer.status} ${text}`);
    return content as T;
  };
  return {
    get: (path) => call("GET", path),
    post: (path, body, headers) => call("POST", path, body, headers),
    put: (path, body) => call("PUT", path, body),
  };
}
