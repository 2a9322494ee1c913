namespace Telemetry.Tests.Support;

/// <summary>A block of code on a page.</summary>
/// <param name="Page">The page.</param>
/// <param name="Line">Its line there.</param>
/// <param name="Language">The language that the page names.</param>
/// <param name="Code">The code.</param>
/// <param name="Output">What the page says it prints: the text block that is next, or nothing.</param>
internal sealed record DocumentedBlock(string Page, int Line, string Language, string Code, string Output);
