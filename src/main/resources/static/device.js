// Takes the code that a device shows, and leads to the question what the device may do.
const sent = new URLSearchParams(location.search);
const form = document.getElementById('form');
const code = document.getElementById('code');
const outcome = document.getElementById('outcome');
const PROBLEMS = {
  invalid_grant: 'This code is not right, or its time is over. Please look at your device again.',
  slow_down: 'Too many codes were entered. Please wait a few minutes and try again.',
};

if (sent.has('done')) {
  form.hidden = true;
  outcome.textContent = 'Your device is connected. You can go on there and close this page.';
} else {
  code.value = sent.get('user_code') ?? '';
  if (sent.has('problem')) {
    outcome.textContent = PROBLEMS[sent.get('problem')] ?? 'That did not work for now. Please try again in a moment.';
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (code.value.toUpperCase().replace(/[^A-Z0-9]/g, '').length === 8) {
    location.assign(`/oauth2/device_verification?user_code=${encodeURIComponent(code.value)}`);
  } else {
    outcome.textContent = 'A code has eight letters.';
  }
});
