// The browser's session, continued if its access token is over. Null if nobody is logged in.
export async function session() {
  let answer = await fetch('/v1/sessions/current');
  if (answer.status === 401) {
    answer = await fetch('/v1/sessions/refresh', { method: 'POST' });
  }
  return answer.ok ? answer.json() : null;
}
