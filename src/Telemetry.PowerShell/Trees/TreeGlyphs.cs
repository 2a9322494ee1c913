using System.Text;

namespace Telemetry.Commands;

/// <summary>The characters of which the branches of a tree are drawn.</summary>
/// <param name="Branch">Before a child that others follow.</param>
/// <param name="Last">Before the last child.</param>
/// <param name="Line">Below a child that others follow.</param>
/// <param name="Ellipsis">Before several that are not shown one by one.</param>
internal sealed record TreeGlyphs(string Branch, string Last, string Line, string Ellipsis)
{
    /// <summary>Below the last child.</summary>
    internal const string Space = "   ";

    internal static TreeGlyphs Box { get; } = new("├─ ", "└─ ", "│  ", "…");

    internal static TreeGlyphs Ascii { get; } = new("+- ", "`- ", "|  ", "...");

    /// <summary>Returns the characters that an encoding can represent.</summary>
    /// <param name="encoding">The encoding of the console.</param>
    internal static TreeGlyphs For(Encoding encoding)
    {
        string all = Box.Branch + Box.Last + Box.Line + Box.Ellipsis;
        return encoding.GetString(encoding.GetBytes(all)) == all ? Box : Ascii;
    }

    /// <summary>Returns the characters that the console of this process can show.</summary>
    internal static TreeGlyphs ForConsole()
    {
        try
        {
            return For(Console.OutputEncoding);
        }
        catch (IOException)
        {
            // There is no console.
            return Box;
        }
    }
}
