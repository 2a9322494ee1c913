namespace Telemetry.Otlp;

/// <summary>The text before the names of metrics, by the rules that OpenTelemetry has for names.</summary>
internal static class InstrumentPrefix
{
    internal static bool IsValid(string prefix) =>
        prefix.Length is > 0 and <= 100 && char.IsAsciiLetter(prefix[0])
        && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '/');
}
