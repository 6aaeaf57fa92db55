// Logs a browser in, and leads it back to what it came from. The session is in a cookie that this script can't read.
import { ownAddress } from '/own-address.js';
import { session } from '/session.js';

const next = ownAddress(new URLSearchParams(location.search).get('continue'), location.origin);
const form = document.getElementById('form');
const factor = document.getElementById('factor');
const outcome = document.getElementById('outcome');
let challenge = null;

function say(text) {
  outcome.textContent = text;
}

function goOn() {
  if (next) {
    location.replace(next);
  } else {
    form.hidden = true;
    factor.hidden = true;
    say('You are logged in.');
  }
}

function askForFactor(begun) {
  challenge = begun;
  form.hidden = true;
  factor.hidden = false;
  document.getElementById('code').focus();
  say('');
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ ...body, transport: 'cookie' }),
  });
  return { ok: answer.ok, status: answer.status, body: await answer.json() };
}

function refused(answer) {
  const texts = {
    'invalid-credentials': 'The e-mail address or the password is wrong.',
    'email-not-verified': 'Please follow the link in the mail that came after registering, and log in then.',
    'validation-failed': 'Please check what you entered.',
    'second-factor-refused': 'This code is not right, or was used before.',
    'too-many-attempts': 'There were too many attempts. Please wait a moment and try again.',
    'second-factor-challenge-invalid': 'That took too long. Please start again with your password.',
  };
  say(texts[answer.body.code] ?? 'That did not work for now. Please try again in a moment.');
}

async function send(event, request) {
  event.preventDefault();
  const button = event.submitter ?? event.currentTarget;
  button.disabled = true;
  say('One moment…');
  try {
    const answer = await request();
    if (answer.ok) {
      goOn();
    } else if (answer.body.code === 'second-factor-required') {
      askForFactor(answer.body.challenge);
    } else {
      refused(answer);
      if (answer.body.code === 'second-factor-challenge-invalid') {
        factor.hidden = true;
        form.hidden = false;
      }
    }
  } catch (problem) {
    say(problem.name === 'NotAllowedError'
      ? 'The passkey was not confirmed. Please try again.'
      : 'That did not work for now. Please try again in a moment.');
  }
  button.disabled = false;
}

form.addEventListener('submit', (event) => send(event, () => post('/v1/sessions', {
  email: document.getElementById('email').value,
  password: document.getElementById('password').value,
})));

factor.addEventListener('submit', (event) => send(event, () => {
  const code = document.getElementById('code').value.replace(/\s/g, '');
  return post('/v1/sessions/second-factor',
    /^\d{6}$/.test(code) ? { challenge, code } : { challenge, recoveryCode: code });
}));

// by the browser's own dialogue
async function passkey() {
  const options = await (await fetch('/v1/passkey-challenges', { method: 'POST' })).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return (await navigator.credentials.get({ publicKey })).toJSON();
}

function offerPasskeys(id, request) {
  const button = document.getElementById(id);
  button.hidden = window.PublicKeyCredential?.parseRequestOptionsFromJSON === undefined;
  button.addEventListener('click', (event) => send(event, request));
}

offerPasskeys('passkey', async () => post('/v1/sessions/passkey', { passkey: await passkey() }));
offerPasskeys('passkeyInstead', async () => post('/v1/sessions/second-factor',
  { challenge, passkey: await passkey() }));

const PROBLEMS = {
  'sign-in-refused': 'Signing in there did not work. Please start again.',
  'sign-in-not-linked': 'No account is linked to this identity. Log in with your password, and link it then.',
  'sign-in-linked-elsewhere': 'This identity, or your account, is linked already.',
  unavailable: 'That did not work for now. Please try again in a moment.',
};

async function offerProviders() {
  const names = await (await fetch('/v1/sign-in-providers')).json();
  for (const name of names) {
    const link = document.createElement('a');
    link.href = `/sign-in/${encodeURIComponent(name)}?continue=${encodeURIComponent(next ?? '')}`;
    link.textContent = `Sign in with ${name}`;
    const line = document.createElement('p');
    line.append(link);
    document.getElementById('providers').append(line);
  }
}

const problem = new URLSearchParams(location.search).get('problem');
// the application wants whoever is logged in to show it once more
const again = new URLSearchParams(location.search).get('again') === 'true';
// another provider has signed the person in, and the account has a second factor
const begun = new URLSearchParams(location.hash.slice(1)).get('challenge');
if (!again && await session()) {
  goOn();
} else if (begun) {
  history.replaceState(null, '', location.pathname + location.search);
  askForFactor(begun);
} else {
  say(Object.hasOwn(PROBLEMS, problem ?? '') ? PROBLEMS[problem] : '');
  await offerProviders().catch(() => {});
}
