namespace Telemetry.Reporters;

/// <summary>The dialects of StatsD.</summary>
public enum StatsDDialect
{
    /// <summary>That of the original server, which has no tags: their values become parts of the name.</summary>
    Etsy,

    /// <summary>That of Datadog's agent, with tags and distributions.</summary>
    DogStatsD,
}
