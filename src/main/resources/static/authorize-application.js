// Asks whether an application may act for the account, and sends the answer with the session's CSRF token.
import { session } from '/session.js';

const sent = new URLSearchParams(location.search);
const state = sent.get('state') ?? '';
const userCode = sent.get('user_code');
const outcome = document.getElementById('outcome');
const buttons = [document.getElementById('allow'), document.getElementById('deny')];
const WORDS = {
  openid: 'know that it is you',
  profile: 'know your name',
  email: 'know your e-mail address',
  'orders:read': 'see your orders',
  'orders:place': 'place orders for you, and pay them',
  'payments:read': 'see your payments',
};

function say(text) {
  outcome.textContent = text;
}

function show(asked) {
  document.getElementById('name').textContent = asked.client.name;
  for (const scope of asked.scopes) {
    const item = document.createElement('li');
    item.textContent = WORDS[scope] ?? `use the permission ${scope}`;
    document.getElementById('scopes').append(item);
  }
  document.getElementById('where').textContent = asked.redirectUri
    ? `Your answer goes to ${new URL(asked.redirectUri).host}.`
    : 'A device waits for your answer. Allow it only if you began this yourself, on a device of yours.';
}

async function answer(asked, csrfToken, deny) {
  buttons.forEach((button) => { button.disabled = true; });
  say('One moment…');
  const form = new URLSearchParams({ client_id: asked.client.id, state });
  asked.scopes.forEach((scope) => form.append('scope', scope));
  if (userCode) {
    form.set('user_code', userCode);
  }
  if (deny) {
    form.set('deny', 'true');
  }
  try {
    const reply = await fetch(userCode ? '/oauth2/device_verification' : '/oauth2/authorize', {
      method: 'POST',
      headers: { 'X-CSRF-Token': csrfToken },
      body: form,
    });
    const body = await reply.json();
    if (reply.ok) {
      location.replace(body.location);
    } else if (body.error === 'access_denied') {
      say('It was not allowed. You can close this page.');
    } else {
      say('This request is over. Please start again from the application.');
    }
  } catch {
    buttons.forEach((button) => { button.disabled = false; });
    say('That did not work for now. Please try again in a moment.');
  }
}

async function begin() {
  const current = await session();
  if (!current) {
    location.replace(`/log-in?continue=${encodeURIComponent(location.pathname + location.search)}`);
    return;
  }
  const { csrfToken } = current;
  const found = await fetch(`/v1/account/authorization-request?state=${encodeURIComponent(state)}`);
  if (!found.ok || !csrfToken) {
    say('This request is over. Please start again from the application.');
    return;
  }
  const asked = await found.json();
  show(asked);
  buttons.forEach((button) => { button.disabled = false; });
  buttons[0].addEventListener('click', () => answer(asked, csrfToken, false));
  buttons[1].addEventListener('click', () => answer(asked, csrfToken, true));
}

begin().catch(() => say('That did not work for now. Please try again in a moment.'));
