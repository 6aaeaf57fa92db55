package io.mainstay.auth;

import io.mainstay.ids.TypeId;
import io.mainstay.messaging.Wakeup;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on `auth.registration_request`.
@Repository
class RegistrationStore {

    private final JdbcClient database;
    private final Wakeup wakeup = new Wakeup();

    RegistrationStore(JdbcClient database) {
        this.database = database;
    }

    /// @param passwordHash the account's, once the click on the mail's link has confirmed it
    record Request(EmailAddress email, DisplayName name, String passwordHash) {

        /// Without personal data.
        @Override
        public String toString() {
            return "Request[…]";
        }
    }

    /// Signalled with each new one.
    Wakeup wakeup() {
        return wakeup;
    }

    void request(Request request) {
        database.sql("""
                insert into auth.registration_request (id, email, name, password_hash)
                values (:id, :email, :name, :hash)""").param("id", TypeId.next())
                .param("email", request.email().value())
                .param("name", request.name().value()).param("hash", request.passwordHash()).update();
        wakeup.now();
    }

    /// Takes the oldest ones away; another worker at the same moment gets others. The caller owns the transaction.
    List<Request> take(int limit) {
        return database.sql("""
                with taken as (
                    delete from auth.registration_request where id in (
                        select id from auth.registration_request order by id limit :limit for update skip locked)
                    returning id, email, name, password_hash)
                select email, name, password_hash from taken order by id""").param("limit", limit)
                .query((row, _) -> new Request(new EmailAddress(row.getString("email")),
                        DisplayName.of(row.getString("name")), row.getString("password_hash")))
                .list();
    }
}
