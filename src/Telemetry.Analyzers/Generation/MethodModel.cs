namespace Telemetry.Analyzers;

/// <summary>A method that declares an event or a span, as the code for it needs it. It refers to no symbol, and is compared by its
/// values.</summary>
internal sealed record MethodModel
{
    public string Namespace { get; init; } = string.Empty;

    /// <summary>The types around the method, from the outside to the inside.</summary>
    public EquatableArray<TypeModel> Types { get; init; }

    public string Name { get; init; } = string.Empty;

    /// <summary>The name with which the names of the generated members begin.</summary>
    public string Stem { get; init; } = string.Empty;

    /// <summary>The modifiers of the method, without <c>partial</c>.</summary>
    public string Modifiers { get; init; } = string.Empty;

    /// <summary>The accessibility of the generated members.</summary>
    public string Accessibility { get; init; } = string.Empty;

    public bool IsStatic { get; init; }

    public bool IsSpan { get; init; }

    public string EventName { get; init; } = string.Empty;

    public string? Description { get; init; }

    public bool IsAlwaysEnabled { get; init; }

    public EquatableArray<ParameterModel> Parameters { get; init; }

    /// <summary>The keys of the event, or of the start of the span.</summary>
    public EquatableArray<FieldModel> Fields { get; init; }

    /// <summary>The keys that the emitter adds to the end of the span.</summary>
    public EquatableArray<FieldModel> StopFields { get; init; }

    /// <summary>The dispatcher of the instance; null for the default one.</summary>
    public DispatcherModel? Dispatcher { get; init; }

    /// <summary>Whether the values of an event can be written on the stack, as a collection expression.</summary>
    public bool UsesCollectionExpressions { get; init; }

    /// <summary>The names of the events.</summary>
    public IEnumerable<string> EventNames => IsSpan
        ? [$"{EventName}.{SpanSuffixes.Start}", $"{EventName}.{SpanSuffixes.Stop}", $"{EventName}.{SpanSuffixes.Exception}"]
        : [EventName];
}
