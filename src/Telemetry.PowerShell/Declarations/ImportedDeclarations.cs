using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>The declarations that a session imported from files. They leave with the session.</summary>
internal sealed class ImportedDeclarations
{
    private static readonly ConditionalWeakTable<HandlerSession, ImportedDeclarations> s_sessions = new();

    private readonly Dictionary<string, SessionDeclarations> _byPath = new(StringComparer.Ordinal);

    /// <summary>Adds the declarations of a file, in place of those that the session imported from the same file before.</summary>
    /// <returns>The declarations.</returns>
    /// <exception cref="InvalidDeclarationException">The file is not valid. What was imported before remains.</exception>
    internal static IReadOnlyList<EventDeclaration> Import(PSCmdlet cmdlet, string path)
    {
        IReadOnlyList<EventDeclaration> declarations = DeclarationReader.ReadFile(path, SourceOf(path));
        var session = HandlerSession.OfThisThread(cmdlet.Host, cmdlet.SessionState);
        s_sessions.GetValue(session, _ => new ImportedDeclarations()).Replace(session, path, declarations);
        return declarations;
    }

    private void Replace(HandlerSession session, string path, IReadOnlyList<EventDeclaration> declarations)
    {
        if (_byPath.TryGetValue(path, out SessionDeclarations? before))
        {
            before.Detach();
        }

        var added = new SessionDeclarations(declarations);
        _byPath[path] = added;
        session.Members.Add(added);
        session.EndIfClosed();
    }

    // Backup.events.psd1 declares the events of Backup.
    private static string SourceOf(string path)
    {
        const string Events = ".events";
        string name = Path.GetFileNameWithoutExtension(path);
        return name.Length > Events.Length && name.EndsWith(Events, StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - Events.Length)
            : name;
    }
}
