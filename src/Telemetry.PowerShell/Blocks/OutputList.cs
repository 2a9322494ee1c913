using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Sets the variable for the output of a block, as the engine sets that of <c>-OutVariable</c>.</summary>
internal static class OutputList
{
    /// <summary>Sets the variable, in the scope of the cmdlet's caller, to a list. A variable that cannot be set ends the cmdlet with an
    /// error.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="variable">The name of the variable; with <c>+</c> before it, what the variable contains stays in the list.</param>
    internal static ArrayList Set(PSCmdlet cmdlet, string variable)
    {
        bool adds = variable.StartsWith("+", StringComparison.Ordinal);
        string name = adds ? variable.Substring(1) : variable;
        var output = new ArrayList();
        if (string.IsNullOrWhiteSpace(name))
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.InvalidOutputVariable(variable, null));
        }

        try
        {
            if (adds)
            {
                object known = cmdlet.SessionState.PSVariable.GetValue(name) ?? Array.Empty<object>();
                output.AddRange(LanguagePrimitives.ConvertTo<object[]>(known));
            }

            cmdlet.SessionState.PSVariable.Set(name, output);
        }
        catch (RuntimeException e)
        {
            cmdlet.ThrowTerminatingError(TelemetryErrors.InvalidOutputVariable(variable, e));
        }

        return output;
    }
}
