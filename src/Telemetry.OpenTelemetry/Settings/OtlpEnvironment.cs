using System.Globalization;

namespace Telemetry.Otlp;

/// <summary>The variables of the environment that the specification of OpenTelemetry defines, as far as the SDK does not read them
/// itself. An empty one counts as none.</summary>
/// <param name="read">Returns the value of a variable; null for none.</param>
internal sealed class OtlpEnvironment(Func<string, string?> read)
{
    private const string Exporter = "OTEL_EXPORTER_OTLP_";

    /// <summary>Returns the name of the variable of a signal.</summary>
    internal static string NameOf(Signal signal, string what) => $"{Exporter}{signal.ToString().ToUpperInvariant()}_{what}";

    /// <summary>Returns the value for a signal, or else the one for all signals, and the name of the variable; null if there is
    /// none.</summary>
    internal (string Name, string Value)? ForSignal(Signal signal, string what)
    {
        string own = NameOf(signal, what);
        string shared = Exporter + what;
        return Text(own) is { } value ? (own, value) : Text(shared) is { } other ? (shared, other) : null;
    }

    /// <summary>Returns the value of the variable of a signal alone; null if there is none.</summary>
    internal string? ForSignalAlone(Signal signal, string what) => Text(NameOf(signal, what));

    internal string? Text(string name) => read(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    internal bool IsTrue(string name) => string.Equals(Text(name), "true", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="Reporters.ReporterException">The value is not a number in the range.</exception>
    internal int? Number(string name, int minimum, int maximum) =>
        Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw Words.Invalid(name, text, $"a number from {minimum} to {maximum}");

    /// <summary>Returns a time, which the variables have in milliseconds.</summary>
    /// <exception cref="Reporters.ReporterException">The value is not a number in the range.</exception>
    internal TimeSpan? Time(string name, TimeSpan minimum, TimeSpan maximum) =>
        Number(name, (int)minimum.TotalMilliseconds, (int)maximum.TotalMilliseconds) is { } number
            ? TimeSpan.FromMilliseconds(number)
            : null;
}
