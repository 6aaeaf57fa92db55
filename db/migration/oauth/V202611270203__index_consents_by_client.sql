-- Consents end where a client's codes go to another place, and with a client.
create index concurrently consent_of_client on oauth.consent (client_id);
