/** What a driver will know a device by, from what its browser says of itself: "iPhone, Safari". */
export function agentWords(agent: string): string {
  const system = /iPhone|iPad|Android|Windows|Macintosh|CrOS|Linux/.exec(agent)?.[0] ?? "Browser";
  const browser = /Firefox|Edg|OPR|Chrome|Safari/.exec(agent)?.[0]?.replace("Edg", "Edge").replace("OPR", "Opera");
  return browser ? `${system}, ${browser}` : system;
}
