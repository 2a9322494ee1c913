using Microsoft.Extensions.DependencyInjection;

namespace Telemetry.Extensions;

/// <summary>The options of a handler that is attached when the host starts. Settings that the configuration has for the id take the place
/// of these.</summary>
public sealed class HandlerServiceOptions
{
    private string? _id;

    internal HandlerServiceOptions()
    {
    }

    /// <summary>The id of the handler, by which it is listed, reported and configured: any text that is not blank, unique without regard
    /// to case. Null, the default, for the name of the class.</summary>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    public string? Id
    {
        get => _id;
        set => _id = value is null || !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException(
            "A handler needs an id that is not blank, such as 'audit'.", nameof(value));
    }

    /// <summary>The lifetime of the class. <see cref="ServiceLifetime.Singleton"/>: one object for all calls. Otherwise, each call has a
    /// scope of its own, in which the object and its dependencies are resolved, and which is disposed after the call. Null, the default,
    /// for the lifetime with which the class is registered, before or after it is added as a handler, or else for a singleton.</summary>
    public ServiceLifetime? Lifetime { get; set; }

    /// <summary>Whether the handler is attached when the host starts; true by default.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <inheritdoc cref="HandlerOptions.FailurePolicy"/>
    public FailurePolicy FailurePolicy
    {
        get => Attachment.FailurePolicy;
        set => Attachment.FailurePolicy = value;
    }

    /// <inheritdoc cref="HandlerOptions.CollectsStatistics"/>
    public bool CollectsStatistics
    {
        get => Attachment.CollectsStatistics;
        set => Attachment.CollectsStatistics = value;
    }

    /// <inheritdoc cref="HandlerOptions.Where"/>
    public IReadOnlyList<EventCondition> Where
    {
        get => Attachment.Where;
        set => Attachment.Where = value;
    }

    /// <inheritdoc cref="HandlerOptions.WhereNot"/>
    public IReadOnlyList<EventCondition> WhereNot
    {
        get => Attachment.WhereNot;
        set => Attachment.WhereNot = value;
    }

    /// <inheritdoc cref="HandlerOptions.Filter"/>
    public HandlerFilter? Filter
    {
        get => Attachment.Filter;
        set => Attachment.Filter = value;
    }

    /// <inheritdoc cref="HandlerOptions.Throttle"/>
    public TimeSpan Throttle
    {
        get => Attachment.Throttle;
        set => Attachment.Throttle = value;
    }

    /// <inheritdoc cref="HandlerOptions.ThrottleBy"/>
    public IReadOnlyList<string> ThrottleBy
    {
        get => Attachment.ThrottleBy;
        set => Attachment.ThrottleBy = value;
    }

    /// <inheritdoc cref="HandlerOptions.Once"/>
    public bool Once
    {
        get => Attachment.Once;
        set => Attachment.Once = value;
    }

    /// <summary>The buffer in which events wait for the handler, which then runs in parallel with the emitter; null, the default, for a
    /// handler that is called on the thread that emits. An asynchronous handler always has a buffer: by default, one with the default
    /// settings.</summary>
    public HandlerBuffer? Buffer
    {
        get => Attachment.Buffer;
        set => Attachment.Buffer = value;
    }

    /// <summary>The size and the delay of the batches of an <see cref="IBatchTelemetryHandler"/>; null for the defaults.</summary>
    public BatchOptions? Batch { get; set; }

    /// <summary>The options with which the handler is attached.</summary>
    internal HandlerOptions Attachment { get; } = new();

    internal HandlerServiceOptions Copy() => new()
    {
        Id = Id,
        Lifetime = Lifetime,
        IsEnabled = IsEnabled,
        FailurePolicy = FailurePolicy,
        CollectsStatistics = CollectsStatistics,
        Where = Where,
        WhereNot = WhereNot,
        Filter = Filter,
        Throttle = Throttle,
        ThrottleBy = ThrottleBy,
        Once = Once,
        Buffer = Buffer,
        Batch = Batch,
    };
}
