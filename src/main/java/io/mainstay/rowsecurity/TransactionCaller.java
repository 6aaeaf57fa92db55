package io.mainstay.rowsecurity;

import io.mainstay.caller.Caller;
import io.mainstay.caller.OpenToEveryone;
import jakarta.persistence.EntityManagerFactory;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/// Tells PostgreSQL at the beginning of each transaction for whom it works, in the setting `mainstay.caller`: an
/// account's UUID, `anonymous`, or `system` for what no request asked for. The policies of the tables read it. It ends
/// with the transaction, so a connection carries nothing over to its next user, and whoever reads without a transaction
/// sees no row of theirs. One round trip per transaction.
///
/// It's part of the beginning, not a listener to it: what a listener throws leaves a begun transaction on its thread, and
/// its connection out of the pool.
@Component("transactionManager")
class TransactionCaller extends JpaTransactionManager {

    private static final String ANONYMOUS = "anonymous";
    private static final String SYSTEM = "system";

    TransactionCaller(EntityManagerFactory entities, ObjectProvider<TransactionManagerCustomizers> customizers) {
        super(entities);
        customizers.ifAvailable(all -> all.customize(this));
    }

    /// @throws CannotCreateTransactionException if PostgreSQL can't be told; nothing is left behind then
    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        try {
            nameCaller();
        } catch (SQLException | RuntimeException failed) {
            undo(transaction, failed);
            throw new CannotCreateTransactionException("PostgreSQL can't be told for whom it works", failed);
        }
    }

    private void nameCaller() throws SQLException {
        var database = Objects.requireNonNull(getDataSource());
        var connection = DataSourceUtils.getConnection(database);
        try (var statement = connection.prepareStatement("select set_config('mainstay.caller', ?, true)")) {
            statement.setString(1, caller(RequestContextHolder.getRequestAttributes()));
            statement.execute();
        } finally {
            DataSourceUtils.releaseConnection(connection, database);
        }
    }

    private void undo(Object transaction, Exception why) {
        try {
            doRollback(new DefaultTransactionStatus(null, transaction, true, false, false, false, false, null));
        } catch (RuntimeException broken) {
            why.addSuppressed(broken);
        } finally {
            doCleanupAfterCompletion(transaction);
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
