using Microsoft.CodeAnalysis;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>A correction of a file.</summary>
/// <param name="Title">The title in the menu of an editor.</param>
/// <param name="Kind">The kind of the correction: those of one kind can be made at once.</param>
/// <param name="Root">The corrected file.</param>
internal sealed record RootFix(string Title, string Kind, SyntaxNode Root);
