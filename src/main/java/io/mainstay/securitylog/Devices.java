package io.mainstay.securitylog;

import io.mainstay.caller.AccountId;
import io.mainstay.http.Origin;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Which devices an account was signed in from. Not the log: a device that is forgotten is merely new again.
@Service
public class Devices {

    private final JdbcClient database;
    private final SecurityLogSettings settings;

    Devices(JdbcClient database, SecurityLogSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// Call it with each successful sign-in, in its transaction.
    ///
    /// @return the device if the account was never signed in from it but was from others; of simultaneous calls one
    /// returns it
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Device> recognize(AccountId account, Origin origin) {
        var device = Device.of(origin);
        var isNew = database.sql("""
                insert into securitylog.device (account_id, program, network) values (:account, :program, :network)
                on conflict (account_id, program, network) do update set seen_at = clock_timestamp()
                returning xmax = 0""").param("account", account.value()).param("program", device.program())
                .param("network", device.network()).query(Boolean.class).single();
        return isNew && hasOthers(account, device) ? Optional.of(device) : Optional.empty();
    }

    private boolean hasOthers(AccountId account, Device device) {
        database.sql("""
                delete from securitylog.device where account_id = :account and (program, network) in (
                    select program, network from securitylog.device where account_id = :account
                    order by seen_at desc offset :max)""").param("account", account.value())
                .param("max", settings.devicesPerAccount()).update();
        return database.sql("""
                select exists (select from securitylog.device where account_id = :account
                               and (program, network) <> (:program, :network))""").param("account", account.value())
                .param("program", device.program()).param("network", device.network()).query(Boolean.class).single();
    }

    int forgetUnseen(int limit) {
        return database.sql("""
                delete from securitylog.device where ctid = any(array(
                    select ctid from securitylog.device
                    where seen_at < clock_timestamp() - make_interval(secs => :keep) limit :limit))""")
                .param("keep", (double) settings.retention().toSeconds()).param("limit", limit).update();
    }
}
