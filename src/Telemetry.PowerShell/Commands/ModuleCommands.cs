using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>The cmdlets of the module, as entries with which a private session is opened.</summary>
internal static class ModuleCommands
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<SessionStateCommandEntry>> s_byPrefix =
        new(StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<IReadOnlyList<(CmdletAttribute Name, Type Type)>> s_all = new(() =>
    [
        .. typeof(ModuleCommands).Assembly.GetExportedTypes()
            .Select(type => (Name: type.GetCustomAttribute<CmdletAttribute>(), Type: type))
            .Where(command => command.Name is not null)
            .Select(command => (command.Name!, command.Type)),
    ]);

    /// <summary>Every cmdlet that the module exports, by its own name and by the name that it has in a session which imported the
    /// module with a prefix. An entry holds no state of a session, so one list serves all.</summary>
    /// <param name="prefix">The prefix; may be empty.</param>
    internal static IReadOnlyList<SessionStateCommandEntry> With(string prefix) => s_byPrefix.GetOrAdd(prefix, static known =>
        [.. Entries(string.Empty), .. known.Length == 0 ? [] : Entries(known)]);

    /// <summary>Gets the prefix of the nouns in a session, by the name of a cmdlet there.</summary>
    /// <param name="cmdlet">A cmdlet.</param>
    /// <param name="command">The cmdlet as the session has it.</param>
    internal static string PrefixOf(Type cmdlet, CommandInfo? command)
    {
        CmdletAttribute own = cmdlet.GetCustomAttribute<CmdletAttribute>()!;
        string start = $"{own.VerbName}-", name = command?.Name ?? string.Empty;
        return name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && name.EndsWith(own.NounName, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(start.Length, name.Length - start.Length - own.NounName.Length)
            : string.Empty;
    }

    private static IEnumerable<SessionStateCommandEntry> Entries(string prefix) => s_all.Value.Select(
        command => new SessionStateCmdletEntry($"{command.Name.VerbName}-{prefix}{command.Name.NounName}", command.Type, null));
}
