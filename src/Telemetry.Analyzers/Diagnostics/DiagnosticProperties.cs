namespace Telemetry.Analyzers;

/// <summary>The keys of what a diagnostic passes to its code fix.</summary>
public static class DiagnosticProperties
{
    /// <summary>The text to write instead.</summary>
    public const string Replacement = nameof(Replacement);

    /// <summary>Is present if the argument can be a pattern.</summary>
    public const string Pattern = nameof(Pattern);

    /// <summary>The type of what is passed as a config.</summary>
    public const string ConfigType = nameof(ConfigType);

    /// <summary>The name of an event or a span that is looked up.</summary>
    public const string EventName = nameof(EventName);

    /// <summary>The type of the handle to keep.</summary>
    public const string HandleType = nameof(HandleType);

    /// <summary>The place to keep the handle: <see cref="Field"/> or <see cref="Local"/>.</summary>
    public const string Place = nameof(Place);

    /// <summary>A static field of the type around the code.</summary>
    public const string Field = nameof(Field);

    /// <summary>A variable before the loop.</summary>
    public const string Local = nameof(Local);
}
