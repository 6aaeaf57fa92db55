#!/bin/bash
# Makes the two roles of db/roles.sql and sets their passwords from the secrets. Runs when the database is made; run it
# again after changing a password (docs/operating/secrets.md). The passwords go in by standard input, so that no
# process list and no log shows them.
set -euo pipefail
psql=(psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB")
"${psql[@]}" --file /etc/mainstay/roles.sql
{
  echo "\\set owner '$(cat /run/secrets/owner-password)'"
  echo "\\set application '$(cat /run/secrets/application-password)'"
  # not logged even where the server logs statements
  echo "set log_statement = 'none'; set log_min_duration_statement = -1; set log_min_error_statement = 'panic';"
  echo "alter role mainstay_owner password :'owner'; alter role mainstay_app password :'application';"
} | "${psql[@]}"
