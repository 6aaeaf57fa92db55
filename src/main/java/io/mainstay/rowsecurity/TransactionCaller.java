package io.mainstay.rowsecurity;

import io.mainstay.caller.Caller;
import io.mainstay.caller.OpenToEveryone;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/// Tells PostgreSQL at the beginning of each transaction for whom it works, in the setting `mainstay.caller`: an
/// account's UUID, `anonymous`, or `system` for what no request asked for. The policies of the tables read it. It ends
/// with the transaction, so a connection carries nothing over to its next user, and whoever reads without a transaction
/// sees no row of theirs. One round trip per transaction.
@Component
class TransactionCaller implements TransactionExecutionListener {

    private static final String ANONYMOUS = "anonymous";
    private static final String SYSTEM = "system";

    private final DataSource database;
    private final SQLExceptionTranslator exceptions = new SQLStateSQLExceptionTranslator();

    TransactionCaller(DataSource database) {
        this.database = database;
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
        if (failure != null) {
            return;
        }
        var connection = DataSourceUtils.getConnection(database);
        try (var statement = connection.prepareStatement("select set_config('mainstay.caller', ?, true)")) {
            statement.setString(1, caller(RequestContextHolder.getRequestAttributes()));
            statement.execute();
        } catch (SQLException failed) {
            throw exceptions.translate("naming the caller", null, failed);
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    private static String caller(@Nullable RequestAttributes attributes) {
        if (attributes instanceof ServletRequestAttributes request && !AllRows.WANTED.isBound()) {
            return isOpen(request.getRequest())
                    ? ANONYMOUS
                    : Caller.of(request.getRequest()).map(caller -> caller.account().value().toString())
                            .orElse(ANONYMOUS);
        }
        return SYSTEM;
    }

    /// What is open to everyone works for nobody, whoever asks: logging in as somebody else, say.
    private static boolean isOpen(HttpServletRequest request) {
        return request.getAttribute(
                HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod endpoint
                && endpoint.hasMethodAnnotation(OpenToEveryone.class);
    }
}
