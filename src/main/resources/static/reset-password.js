// Sends the token of the mail's link with the new password.
const token = new URLSearchParams(location.search).get('token');
const button = document.getElementById('send');
const password = document.getElementById('password');
const outcome = document.getElementById('outcome');

// so that neither the history nor a shared screen keeps it
history.replaceState(null, '', location.pathname);

function say(text) {
  outcome.textContent = text;
}

async function send(event) {
  event.preventDefault();
  button.disabled = true;
  say('One moment…');
  try {
    const answer = await fetch('/v1/password-resets/confirm', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token, newPassword: password.value }),
    });
    const problem = answer.ok ? null : await answer.json();
    if (answer.ok) {
      password.value = '';
      say('Your new password is saved. You can log in now.');
    } else if (problem.code === 'password-reset-invalid') {
      say('This link does not work: it was used, it is incomplete, or its time is over.');
    } else if (problem.code === 'validation-failed') {
      button.disabled = false;
      say('Please choose another password: this one is too short, too common, or made of your address.');
    } else {
      throw new Error(`status ${answer.status}`);
    }
  } catch {
    button.disabled = false;
    say('That did not work for now. Please try again in a moment.');
  }
}

if (token) {
  document.getElementById('form').addEventListener('submit', send);
} else {
  button.disabled = true;
  say('This link is incomplete. Please use the whole link from the mail.');
}
