using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>The declarations of the modules that the session of this thread has imported. A module is noticed at the first query after
/// its import, so that an import costs nothing, and its declarations leave with it.</summary>
internal static class ModuleDeclarations
{
    private static readonly ConditionalWeakTable<PSModuleInfo, SessionDeclarations> s_modules = new();

    /// <summary>Adds the declarations of modules that were imported since the last call to those of the process. Does nothing on a thread
    /// without a session.</summary>
    /// <returns>The problems of modules whose declarations cannot be read.</returns>
    internal static IReadOnlyList<InvalidDeclarationException> Update()
    {
        if (Runspace.DefaultRunspace is null || EngineContext.Get("EngineIntrinsics") is not EngineIntrinsics engine)
        {
            return [];
        }

        var problems = new List<InvalidDeclarationException>();
        foreach (PSModuleInfo module in Imported().Where(ManifestDeclarations.Exist))
        {
            if (Find(module) is not { IsAttached: true })
            {
                try
                {
                    Add(module, engine.SessionState);
                }
                catch (InvalidDeclarationException e)
                {
                    problems.Add(e);
                }
            }
        }

        return problems;
    }

    /// <summary>Gets the declarations of the imported modules whose names match.</summary>
    internal static IReadOnlyList<(PSModuleInfo Module, IReadOnlyList<EventDeclaration> Declarations)> OfImported(
        Predicate<string> isMatch) =>
    [
        .. Imported()
            .Where(module => isMatch(module.Name))
            .Select(module => (module, Find(module)?.Declarations ?? [])),
    ];

    private static SessionDeclarations? Find(PSModuleInfo module) =>
        s_modules.TryGetValue(module, out SessionDeclarations? known) ? known : null;

    private static void Add(PSModuleInfo module, SessionState state)
    {
        var added = new SessionDeclarations(ManifestDeclarations.Read(module));
        s_modules.Remove(module);
        s_modules.Add(module, added);
        ModuleHandlers handlers = ModuleHandlers.Of(module)!;
        handlers.Add(added);
        handlers.Watch();

        var session = HandlerSession.OfThisThread(host: null, state);
        session.Members.Add(added);
        session.EndIfClosed();
    }

    // Those that other modules have imported for themselves, too.
    private static IEnumerable<PSModuleInfo> Imported() => ScriptBlock.Create("Microsoft.PowerShell.Core\\Get-Module -All").Invoke()
        .Select(item => item.BaseObject)
        .OfType<PSModuleInfo>();
}
