// Sends the token of the mail's link when the person asks for it, never by itself: mail scanners open links too.
const token = new URLSearchParams(location.search).get('token');
const confirm = document.getElementById('confirm');
const outcome = document.getElementById('outcome');

// so that neither the history nor a shared screen keeps it
history.replaceState(null, '', location.pathname);

function say(text) {
  outcome.textContent = text;
}

async function send() {
  confirm.disabled = true;
  say('One moment…');
  try {
    const answer = await fetch('/v1/email-changes/confirm', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (answer.ok) {
      say('Thank you: this is the address of your account from now on.');
    } else if (answer.status === 422) {
      say('This link does not work: it was used, it is incomplete, its time is over, or another account has this address.');
    } else {
      throw new Error(`status ${answer.status}`);
    }
  } catch {
    confirm.disabled = false;
    say('That did not work for now. Please try again in a moment.');
  }
}

if (token) {
  confirm.addEventListener('click', send);
} else {
  confirm.disabled = true;
  say('This link is incomplete. Please use the whole link from the mail.');
}
