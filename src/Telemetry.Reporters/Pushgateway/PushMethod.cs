namespace Telemetry.Reporters;

/// <summary>The effect of a push on what the Pushgateway has for the group.</summary>
public enum PushMethod
{
    /// <summary>The whole group is replaced.</summary>
    Put,

    /// <summary>Metrics of the same names are replaced, and others stay.</summary>
    Post,
}
