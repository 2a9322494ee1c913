using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>The kinds of sources as words.</summary>
internal static class SourceKinds
{
    private static readonly SourceKind[] s_all = [SourceKind.Activity, SourceKind.Meter, SourceKind.DiagnosticListener];

    /// <summary>Reads a kind, without regard to case.</summary>
    /// <returns>The kind; null if there is no such kind.</returns>
    internal static SourceKind? Find(string word)
    {
        int index = Array.FindIndex(s_all, kind => string.Equals(kind.ToString(), word.Trim(), StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : s_all[index];
    }
}
