using System.Globalization;

namespace Telemetry;

/// <summary>The policy for a handler that fails: it is detached at once, detached after a number of failures in a row, or
/// kept.</summary>
/// <remarks>
/// <para>A handler whose emit is refused (<see cref="TelemetryRecursionException"/>) is detached, unless its policy is
/// <see cref="KeepAlways"/>.</para>
/// <para>The default value is <see cref="Detach"/>. Instances are immutable and safe to use from any thread.</para>
/// </remarks>
public readonly struct FailurePolicy : IEquatable<FailurePolicy>
{
    private const int Never = -1;
    private const int NeverEvenIfRefused = -2;

    // Without the first failure, so that the default value detaches at that one.
    private readonly int _furtherFailures;

    private FailurePolicy(int furtherFailures) => _furtherFailures = furtherFailures;

    /// <summary>The policy that detaches the handler at its first failure.</summary>
    public static FailurePolicy Detach => default;

    /// <summary>The policy that keeps the handler, however often it fails. Each failure is reported, except those that a report
    /// causes, as reports would never end: a handler that fails again on the same thread while its failure is reported is only
    /// logged, and one that fails at <see cref="TelemetryDispatcher.FailureEventName"/> is not reported by that event.</summary>
    public static FailurePolicy Keep { get; } = new(Never);

    /// <summary>The policy that keeps the handler whatever happens, even if one of its emits is refused. It is for handlers that run
    /// code of others and cannot emit in a circle themselves: if such a handler did, each of its calls would be refused
    /// again.</summary>
    public static FailurePolicy KeepAlways { get; } = new(NeverEvenIfRefused);

    /// <summary>The number of failures in a row after which the handler is detached, at least 1; null if it is kept.</summary>
    public int? MaxFailures => _furtherFailures < 0 ? null : _furtherFailures + 1;

    /// <summary>Creates a policy that detaches the handler after a number of failures in a row. A call that succeeds resets the
    /// count.</summary>
    /// <param name="failures">The number, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failures"/> is less than 1.</exception>
    public static FailurePolicy DetachAfter(int failures) => failures >= 1
        ? new(failures - 1)
        : throw new ArgumentOutOfRangeException(
            nameof(failures), failures, "The number of failures is at least 1. To keep the handler, use Keep.");

    /// <inheritdoc/>
    public bool Equals(FailurePolicy other) => _furtherFailures == other._furtherFailures;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FailurePolicy other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _furtherFailures;

    /// <summary>Returns <c>Detach</c>, <c>Keep</c>, <c>KeepAlways</c>, or for example <c>DetachAfter(3)</c>.</summary>
    public override string ToString() => _furtherFailures switch
    {
        Never => nameof(Keep),
        NeverEvenIfRefused => nameof(KeepAlways),
        0 => nameof(Detach),
        _ => string.Format(CultureInfo.InvariantCulture, "{0}({1})", nameof(DetachAfter), MaxFailures),
    };

    /// <summary>Determines whether two policies are equal.</summary>
    public static bool operator ==(FailurePolicy left, FailurePolicy right) => left.Equals(right);

    /// <summary>Determines whether two policies differ.</summary>
    public static bool operator !=(FailurePolicy left, FailurePolicy right) => !left.Equals(right);

    /// <summary>Whether a handler is detached whose emit was refused.</summary>
    internal bool DetachesRefused => _furtherFailures != NeverEvenIfRefused;

    internal bool IsReached(int failuresInARow) => failuresInARow >= MaxFailures;
}
