namespace Telemetry;

/// <summary>Writes pages about declared events in Markdown: a whole page, or the blocks of one that has other text, too.</summary>
/// <remarks>A block is what stands between the lines <c>&lt;!-- declared: web.* --&gt;</c> and <c>&lt;!-- end --&gt;</c>. The first one
/// selects events and spans by name or pattern, several separated by commas. A block that selects one event or span by its whole name
/// contains its tables; any other block contains a section for each event and span, with a heading.</remarks>
public static class EventDeclarationPage
{
    /// <summary>Creates a page: a title, and a block with all events.</summary>
    /// <param name="title">The title.</param>
    /// <param name="declarations">The declarations, in the order in which they are shown.</param>
    /// <returns>The page, with line feeds.</returns>
    /// <exception cref="ArgumentNullException">One of the arguments, or of the declarations, is null.</exception>
    public static string Create(string title, IEnumerable<EventDeclaration> declarations)
    {
        ArgumentNullException.ThrowIfNull(title);
        return $"# {title}\n\n{PageBlock.Begin("*")}\n{new DeclarationSections(Copy(declarations)).Write()}{PageBlock.End}\n";
    }

    /// <summary>Determines whether a page has a block of declared events.</summary>
    /// <param name="page">The text of the page.</param>
    /// <exception cref="ArgumentNullException"><paramref name="page"/> is null.</exception>
    public static bool HasBlocks(string page)
    {
        ArgumentNullException.ThrowIfNull(page);
        return PageBlock.Lines(page).Exists(line => PageBlock.SelectionOf(line) is not null);
    }

    /// <summary>Writes the blocks of a page again.</summary>
    /// <param name="page">The text of the page.</param>
    /// <param name="declarations">The declarations, in the order in which they are shown.</param>
    /// <returns>The page with the new blocks and the line ends that it had; the same text if nothing has changed.</returns>
    /// <exception cref="ArgumentNullException">One of the arguments, or of the declarations, is null.</exception>
    /// <exception cref="FormatException">A block has no end, or selects no event. The message begins with the line.</exception>
    public static string Update(string page, IEnumerable<EventDeclaration> declarations)
    {
        ArgumentNullException.ThrowIfNull(page);
        string updated = new PageBlocks(Copy(declarations)).Update(PageBlock.Lines(page));
        return page.Contains("\r\n") ? updated.Replace("\n", "\r\n") : updated;
    }

    private static EventDeclaration[] Copy(IEnumerable<EventDeclaration> declarations)
    {
        ArgumentNullException.ThrowIfNull(declarations);
        EventDeclaration[] copy = [.. declarations];
        return Array.IndexOf(copy, null) < 0
            ? copy
            : throw new ArgumentNullException(nameof(declarations), "One of the declarations is null.");
    }
}
