package io.mainstay.throttling;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The statements on the schema `throttling`. Times are the database's, since instances may disagree about the time.
@Repository
class Counters {

    /// What is left of the earlier failures, and one more.
    private static final String LEVEL = """
            greatest(0, c.level - greatest(0, extract(epoch from clock_timestamp() - c.counted_at)::float8)
                                  / excluded.forgiveness_seconds) + 1""";
    private static final String COUNT = """
            with device as (
                select coalesce(min(number), 0) as known
                from unnest(:devices::bytea[]) with ordinality as d (key, number)
                join throttling.known_device using (key) where expires_at > clock_timestamp()),
            wanted as (
                select key, tolerance, forgiveness from device,
                    unnest(:keys::bytea[], :tolerances::int[], :forgiveness::int[], :onDevice::int[])
                        as w (key, tolerance, forgiveness, on_device)
                where on_device = known),
            waiting as (
                select max(c.paused_until) as until from throttling.counter c join wanted using (key)
                where c.paused_until > clock_timestamp()),
            counted as (
                insert into throttling.counter as c
                    (key, level, counted_at, tolerance, forgiveness_seconds, paused_until, expires_at)
                select key, 1, clock_timestamp(), tolerance, forgiveness, clock_timestamp(),
                       clock_timestamp() + make_interval(secs => forgiveness)
                from wanted, waiting where until is null order by key
                on conflict (key) do update
                set level = %1$s, counted_at = clock_timestamp(), tolerance = excluded.tolerance,
                    forgiveness_seconds = excluded.forgiveness_seconds,
                    paused_until = clock_timestamp() + make_interval(secs =>
                        case when ceil(%1$s) < excluded.tolerance then 0
                             else least(:longest, :first * 2 ^ least(30, ceil(%1$s) - excluded.tolerance)) end),
                    expires_at = clock_timestamp()
                        + make_interval(secs => (%1$s) * excluded.forgiveness_seconds + :longest)
                where c.paused_until <= clock_timestamp()
                returning key)
            select (select count(*) from counted) = (select count(*) from wanted) as admitted, known,
                greatest(1, ceil(extract(epoch from until - clock_timestamp())))::int as wait
            from device, waiting""".formatted(LEVEL);

    private final JdbcClient database;
    private final ThrottlingSettings settings;

    Counters(JdbcClient database, ThrottlingSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// A counter that a try is to count in.
    static final class Wanted {

        private final byte[] key;
        private final int tolerance;
        private final Duration forgiveness;
        private final int device;

        /// @param device which of the devices it counts for, from 1; 0 for a device that isn't known
        Wanted(byte[] key, int tolerance, Duration forgiveness, int device) {
            this.key = key;
            this.tolerance = tolerance;
            this.forgiveness = forgiveness;
            this.device = device;
        }
    }

    /// @param admitted whether each counter of the device has counted; if not, the caller undoes what one of them has
    /// @param device the first that is known, from 1; 0 if none is
    record Counted(boolean admitted, int device, int waitSeconds) {}

    /// Looks and counts in one statement. Of simultaneous tries each sees what the one before has counted; the counters
    /// are taken in one order, so that two tries can't wait for each other.
    Counted count(List<byte[]> devices, List<Wanted> wanted) {
        return database.sql(COUNT).param("devices", devices.toArray(byte[][]::new))
                .param("keys", wanted.stream().map(one -> one.key).toArray(byte[][]::new))
                .param("tolerances", wanted.stream().map(one -> one.tolerance).toArray(Integer[]::new))
                .param("forgiveness",
                        wanted.stream().map(one -> Math.toIntExact(one.forgiveness.toSeconds()))
                                .toArray(Integer[]::new))
                .param("onDevice", wanted.stream().map(one -> one.device).toArray(Integer[]::new))
                .param("first", seconds(settings.firstPause())).param("longest", seconds(settings.longestPause()))
                .query((row, _) -> new Counted(row.getBoolean("admitted"), row.getInt("known"),
                        Math.max(1, row.getInt("wait"))))
                .single();
    }

    /// Forgives what its owner has failed, and remembers the devices.
    void forgive(byte[] key, List<byte[]> devices) {
        database.sql("""
                with forgiven as (delete from throttling.counter where key = :key)
                insert into throttling.known_device (key, expires_at)
                select device, clock_timestamp() + make_interval(secs => :memory)
                from unnest(:devices::bytea[]) as device order by device
                on conflict (key) do update set expires_at = excluded.expires_at""").param("key", key)
                .param("devices", devices.toArray(byte[][]::new)).param("memory", seconds(settings.deviceMemory()))
                .update();
    }

    /// Takes one try back.
    void uncount(byte[] key) {
        database.sql("""
                update throttling.counter
                set level = greatest(0, level - 1),
                    paused_until = case when ceil(level - 1) < tolerance then clock_timestamp() else paused_until end
                where key = :key""").param("key", key).update();
    }

    int deleteExpired(int limit) {
        return database.sql("""
                with devices as (
                    delete from throttling.known_device where key in (
                        select key from throttling.known_device where expires_at < clock_timestamp() limit :limit))
                delete from throttling.counter where key in (
                    select key from throttling.counter where expires_at < clock_timestamp() limit :limit)""")
                .param("limit", limit).update();
    }

    /// Those with the fewest failures first: whoever fills the table can't have what it holds against them forgotten.
    int deleteSurplus(int max, int limit) {
        return database.sql("""
                delete from throttling.counter where key in (
                    select key from throttling.counter order by level, expires_at
                    limit least(:limit, greatest(0, (select count(*) from throttling.counter) - :max)))""")
                .param("max", max).param("limit", limit).update();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
