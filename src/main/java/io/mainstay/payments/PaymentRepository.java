package io.mainstay.payments;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/// The collection of payments. Ownership is in the query: what somebody may not read isn't found.
interface PaymentRepository extends Repository<Payment, UUID> {

    Payment save(Payment payment);

    void flush();

    /// Without its operations.
    Optional<Payment> findById(UUID id);

    /// What it's for. Other than an entity, it doesn't stay in the session, where a later lock would find it as it was.
    @Query("select new io.mainstay.payments.PaidFor(p.purpose, p.subject) from Payment p where p.id = :id")
    Optional<PaidFor> paidFor(UUID id);

    /// As [#paidFor(UUID)], of a payment that the account may make: its own, or one for an organization that it may order for.
    @Query("""
            select new io.mainstay.payments.PaidFor(p.purpose, p.subject) from Payment p
            where p.id = :id and (p.organizationId is null and p.accountId = :accountId
                or cast(function('access.permits', :accountId, p.organizationId, 'orders:place') as boolean) = true)
            """)
    Optional<PaidFor> paidFor(UUID accountId, UUID id);

    @Query("""
            select o.payment.id from Operation o
            where o.kind = authorize and o.providerReference = :reference and o.payment.provider = :provider
            """)
    Optional<UUID> findAuthorized(String provider, String reference);

    @Query("select p from Payment p join fetch p.operations where p.id = :id")
    Optional<Payment> findWithOperations(UUID id);

    @Query("select p from Payment p join fetch p.operations where p.id = :id")
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Payment> lock(UUID id);

    @Query("select p from Payment p join fetch p.operations where p.subject = :subject and p.status <> canceled")
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Payment> lockLiveOf(UUID subject);

    @Query("""
            select p from Payment p join fetch p.operations
            where p.id = (select o.payment.id from Operation o where o.id = :operationId)
            """)
    Optional<Payment> findWith(UUID operationId);

    @Query("""
            select p from Payment p join fetch p.operations
            where p.id = :id and (p.accountId = :accountId
                or cast(function('access.permits', :accountId, p.organizationId, 'payments:read') as boolean) = true)
            """)
    Optional<Payment> findReadable(UUID accountId, UUID id);

    @Query("""
            select p from Payment p join fetch p.operations
            where p.subject = :subject and p.status <> canceled and (p.accountId = :accountId
                or cast(function('access.permits', :accountId, p.organizationId, 'payments:read') as boolean) = true)
            """)
    Optional<Payment> findReadableOf(UUID accountId, UUID subject);
}
