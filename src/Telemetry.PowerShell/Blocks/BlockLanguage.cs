using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Determines the language mode in which a copy of a block may run.</summary>
internal static class BlockLanguage
{
    // The mode of a block is internal to the engine. If it is unknown, the mode of the session alone decides.
    private static readonly PropertyInfo? s_modeOfBlock = typeof(ScriptBlock).GetProperty(
        "LanguageMode", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);

    /// <summary>Gets the stricter of the mode in which the block was written and the one in which it is registered. An
    /// untrusted caller may pass a block to a trusted function, and the mode of a session may have changed.</summary>
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
