namespace Telemetry.Metrics;

/// <summary>A poll that a file of definitions starts: one of those that are built in. Immutable.</summary>
/// <remarks>In the file, it is a map in the list <c>Polls</c> with the options <c>BuiltIn</c>, <c>Name</c>, <c>Interval</c> and
/// <c>OnCollect</c>. Only the first one is required.</remarks>
public sealed class MetricFilePoll
{
    internal MetricFilePoll(string builtIn, string place)
    {
        BuiltIn = builtIn;
        Name = builtIn;
        Place = place;
    }

    /// <summary>The name of the built-in measurements, as it is written in the file. Those who start the poll check it.</summary>
    public string BuiltIn { get; }

    /// <summary>The name of the poll; that of the built-in measurements by default.</summary>
    public string Name { get; internal init; }

    /// <summary>The time from one run to the next; null for the default.</summary>
    public TimeSpan? Interval { get; internal init; }

    /// <summary>Whether the poll runs when metrics are collected.</summary>
    public bool OnCollect { get; internal init; }

    /// <summary>The file, the line and the number of the poll, with which messages begin: <c>web.psd1:7: poll 1 ('Runtime')</c>.</summary>
    public string Place { get; }
}
