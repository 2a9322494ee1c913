using System.Text;

namespace Telemetry.Commands;

/// <summary>The file of a page about declared events.</summary>
/// <param name="path">The path of the file, which may not exist yet.</param>
internal sealed class PageFile(string path)
{
    /// <summary>Returns the text to write; null if the file has it already.</summary>
    /// <param name="title">The title of a new page.</param>
    /// <param name="declarations">The declarations, in the order in which they are shown.</param>
    /// <param name="replaces">Whether a file without blocks is replaced.</param>
    /// <exception cref="InvalidDeclarationException">The file cannot be read, or has no blocks of declared events, or wrong
    /// ones.</exception>
    internal string? Create(string title, IReadOnlyList<EventDeclaration> declarations, bool replaces) => Guard("read", () =>
    {
        string? before = File.Exists(path) ? File.ReadAllText(path) : null;
        bool isUpdated = before is not null && EventDeclarationPage.HasBlocks(before);
        if (before is not null && !isUpdated && !replaces)
        {
            throw Invalid(
                "the file has no block of declared events. Add the lines '<!-- declared: * -->' and '<!-- end -->', between which the "
                + "events are written, or use -Force to replace the file.");
        }

        string page = isUpdated ? EventDeclarationPage.Update(before!, declarations) : EventDeclarationPage.Create(title, declarations);
        return page == before ? null : page;
    });

    /// <exception cref="InvalidDeclarationException">The file cannot be written.</exception>
    internal void Write(string page) => Guard("written", () =>
    {
        File.WriteAllText(path, page, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return page;
    });

    private T Guard<T>(string verb, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (FormatException e)
        {
            throw Invalid(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Invalid($"the file cannot be {verb}. {e.Message}");
        }
    }

    private InvalidDeclarationException Invalid(string problem) => new($"{path}: {problem}") { Target = path };
}
