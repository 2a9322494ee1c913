using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Finds sources by the names and wildcards that a user gives.</summary>
internal static class SourceSearch
{
    /// <summary>Finds the sources that are known, that exist and that are enabled, by name. Writes an error for a name without
    /// wildcards that no source has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all sources.</param>
    internal static IEnumerable<ScriptSourceInfo> Find(PSCmdlet cmdlet, string[]? names) =>
        Find(cmdlet, names, ScriptSourceInfo.All(), SourceErrors.NotFound);

    /// <summary>Finds the sources that are enabled. Writes an error for a name without wildcards that none of them has.</summary>
    internal static IEnumerable<ScriptSourceInfo> FindEnabled(PSCmdlet cmdlet, string[] names) =>
        Find(cmdlet, names, ScriptSourceInfo.Enabled(), SourceErrors.NotEnabled);

    /// <summary>Returns the names of the sources of a kind, or of all kinds.</summary>
    internal static IReadOnlyList<string> NamesOf(string? via) =>
        [.. ScriptSourceInfo.All().Where(source => via is null || source.Via == SourceKinds.Find(via))
            .Select(source => PlainText.Of(source.Name))];

    private static IEnumerable<ScriptSourceInfo> Find(
        PSCmdlet cmdlet, string[]? names, IReadOnlyList<ScriptSourceInfo> all, Func<string, ErrorRecord> notFound) =>
        names is null ? all : names.SelectMany(name => NameSearch.Find(cmdlet, name, all, source => source.Name, notFound)).Distinct();
}
