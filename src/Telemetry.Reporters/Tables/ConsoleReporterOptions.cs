namespace Telemetry.Reporters;

/// <summary>The options of a <see cref="ConsoleReporter"/>.</summary>
public sealed class ConsoleReporterOptions : ReporterOptions
{
    /// <summary>The writer to write to, which is not closed; null for the standard output (<see cref="Console.Out"/>).</summary>
    public TextWriter? Output { get; set; }

    /// <summary>The number of characters at which lines are cut, 40 or more; null for the width of the console, and for 120 where the
    /// output does not go to a console.</summary>
    public int? Width { get; set; }
}
