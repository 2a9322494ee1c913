using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>The places of spans in traces, which go beyond the process. Does not load the library that publishes spans, without which
/// there are none.</summary>
internal static class SpanTrace
{
    private const string Library = "Telemetry.Diagnostics";
    private const int Length = 55;

    /// <summary>Returns the text by which a span is a parent elsewhere; null if it has no place in a trace.</summary>
    internal static string? ParentTextOf(TelemetrySpan span) =>
        AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == Library) ? Read(span) : null;

    /// <summary>Determines whether a text is a parent elsewhere: hexadecimal digits in four parts, of which the two identifiers are not
    /// only zeros.</summary>
    internal static bool IsParentText(string text)
    {
        string[] parts = text.Trim().Split('-');
        return parts.Length >= 4
            && parts[0].Length == 2 && parts[1].Length == 32 && parts[2].Length == 16 && parts[3].Length == 2
            && (text.Trim().Length == Length || parts[0] != "00")
            && parts.Take(4).All(part => part.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f')))
            && parts[0] != "ff"
            && parts.Skip(1).Take(2).All(part => part.Any(c => c != '0'));
    }

    // Apart, so that nothing but the call loads the library.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string? Read(TelemetrySpan span) => Diagnostics.TraceParent.Of(span);
}
