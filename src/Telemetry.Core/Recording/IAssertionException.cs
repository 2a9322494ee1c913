namespace Telemetry;

/// <summary>Marks the exception of an assertion for xUnit.net, which recognises an interface of this name in any namespace, and then
/// reports a failure of the test and not an error in it.</summary>
internal interface IAssertionException
{
}
