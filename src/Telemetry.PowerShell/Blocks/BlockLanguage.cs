using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>In which language mode a copy of a block may run.</summary>
internal static class BlockLanguage
{
    // The engine keeps a block's mode to itself; without it the session's decides alone.
    private static readonly PropertyInfo? s_modeOfBlock = typeof(ScriptBlock).GetProperty(
        "LanguageMode", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);

    /// <summary>The stricter of the mode in which the block was written and the one in which it is registered: a trusted
    /// function may be handed a block by a caller that is not, and a session's mode may have changed.</summary>
    internal static PSLanguageMode ModeOf(ScriptBlock block, PSLanguageMode registering) =>
        s_modeOfBlock?.GetValue(block) is PSLanguageMode written && Rank(written) > Rank(registering)
            ? written
            : registering;

    // The values of the enumeration are not in order of strictness.
    private static int Rank(PSLanguageMode mode) => mode switch
    {
        PSLanguageMode.FullLanguage => 0,
        PSLanguageMode.ConstrainedLanguage => 1,
        PSLanguageMode.RestrictedLanguage => 2,
        _ => 3,
    };
}
