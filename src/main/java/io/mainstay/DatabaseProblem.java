package io.mainstay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

import org.jspecify.annotations.Nullable;

/// Says in one sentence why the database cannot be used, from the SQL state. It never repeats a password: of the
/// address only what stands before its parameters is shown.
final class DatabaseProblem {

    private static final int TIMEOUT_SECONDS = 5;

    private DatabaseProblem() {}

    /// One bounded attempt, past any pool: a pool logs and repeats what is to be one line.
    static Connection connect(String url, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", Integer.toString(TIMEOUT_SECONDS));
        properties.setProperty("loginTimeout", Integer.toString(TIMEOUT_SECONDS));
        return DriverManager.getConnection(url, properties);
    }

    /// Whether waiting can help: the server is absent, starting, stopping or full.
    static boolean mayPass(SQLException e) {
        return isConnectionFailure(state(e)) || isServerBusy(state(e));
    }

    static @Nullable String known(SQLException e, @Nullable String url) {
        var state = state(e);
        var place = place(url);
        if (isConnectionFailure(state)) {
            return "Cannot reach the database at " + place + ": " + rootMessage(e)
                    + " Check that it runs and that spring.datasource.url is right.";
        }
        if (isServerBusy(state)) {
            return "The database at " + place + " accepts no connections now: " + rootMessage(e);
        }
        return switch (state) {
            case "28P01", "28000" -> "The database at " + place + " refuses the user or its password: "
                    + rootMessage(e) + " Check spring.datasource.username and its password.";
            case "3D000" -> "There is no such database at " + place + ": " + rootMessage(e);
            default -> null;
        };
    }

    static String of(SQLException e, @Nullable String url) {
        var known = known(e, url);
        return known == null ? "The database at " + place(url) + " answers: " + rootMessage(e) : known;
    }

    private static boolean isConnectionFailure(String state) {
        return state.startsWith("08");
    }

    private static boolean isServerBusy(String state) {
        return state.startsWith("57P0") || state.equals("53300");
    }

    /// The innermost SQL state: a pool wraps the driver's exception in one of its own without any.
    private static String state(SQLException e) {
        var state = "";
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                state = sql.getSQLState();
            }
        }
        return state;
    }

    private static String rootMessage(SQLException e) {
        var message = String.valueOf(e.getMessage());
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t.getMessage() != null) {
                message = t instanceof java.net.UnknownHostException
                        ? "unknown host " + t.getMessage()
                        : t.getMessage();
            }
        }
        var line = OneLine.of(message);
        return line.endsWith(".") ? line : line + ".";
    }

    private static String place(@Nullable String url) {
        return url == null ? "the configured address" : url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//");
    }
}
