using System.Globalization;

namespace Telemetry;

/// <summary>What becomes of a handler that fails: detached at once, detached when it has failed a number of times in a row,
/// or kept.</summary>
/// <remarks>
/// <para>A handler that emits in circles (<see cref="TelemetryRecursionException"/>) is detached whatever its policy.</para>
/// <para>The default value is <see cref="Detach"/>. Immutable; safe to use from any thread.</para>
/// </remarks>
public readonly struct FailurePolicy : IEquatable<FailurePolicy>
{
    private const int Never = -1;

    // Counted from the default on, which detaches at the first failure.
    private readonly int _furtherFailures;

    private FailurePolicy(int furtherFailures) => _furtherFailures = furtherFailures;

    /// <summary>Detaches the handler when it fails.</summary>
    public static FailurePolicy Detach => default;

    /// <summary>Keeps the handler, however often it fails. Each failure is reported, apart from those that come of a report:
    /// a handler that fails again while its failure is reported, on the same thread, is only logged, and one that fails at
    /// <see cref="TelemetryDispatcher.FailureEventName"/> is not reported by that event. It would never end.</summary>
    public static FailurePolicy Keep { get; } = new(Never);

    /// <summary>How many failures in a row detach the handler, at least 1; null where none do.</summary>
    public int? MaxFailures => _furtherFailures == Never ? null : _furtherFailures + 1;

    /// <summary>Detaches the handler when it has failed a number of times in a row; a call that succeeds starts the count
    /// again.</summary>
    /// <param name="failures">The number, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="failures"/> is less than 1.</exception>
    public static FailurePolicy DetachAfter(int failures) => failures >= 1
        ? new(failures - 1)
        : throw new ArgumentOutOfRangeException(
            nameof(failures), failures, "A handler is detached after one failure in a row or more; to keep it, use Keep.");

    /// <inheritdoc/>
    public bool Equals(FailurePolicy other) => _furtherFailures == other._furtherFailures;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is FailurePolicy other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _furtherFailures;

    /// <summary><c>Detach</c>, <c>Keep</c>, or <c>DetachAfter(3)</c>.</summary>
    public override string ToString() => _furtherFailures switch
    {
        Never => nameof(Keep),
        0 => nameof(Detach),
        _ => string.Format(CultureInfo.InvariantCulture, "{0}({1})", nameof(DetachAfter), MaxFailures),
    };

    /// <summary>Whether two policies are equal.</summary>
    public static bool operator ==(FailurePolicy left, FailurePolicy right) => left.Equals(right);

    /// <summary>Whether two policies differ.</summary>
    public static bool operator !=(FailurePolicy left, FailurePolicy right) => !left.Equals(right);

    internal bool IsReached(int failuresInARow) => failuresInARow >= MaxFailures;
}
