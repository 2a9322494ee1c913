using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>The members of the engine by which <see cref="BlockCode"/> compiles a block.</summary>
internal sealed class BlockMembers
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private BlockMembers()
    {
        Type analysis = Found(typeof(ScriptBlock).Assembly.GetType("System.Management.Automation.Language.VariableAnalysis"));
        NamesInAllScopes = (ConcurrentDictionary<string, bool>)Found(analysis.GetField("s_allScopeVariables", Any)?.GetValue(null));
        Compile = Found(typeof(ScriptBlock).GetMethod("Compile", Any, null, [typeof(bool)], null));
        Data = Found(typeof(ScriptBlock).GetProperty("ScriptBlockData", Any));
        Code = Found(Data.PropertyType.GetProperty("EndBlock", Any));
        Variables = Found(Data.PropertyType.GetProperty("LocalsMutableTupleType", Any));
        Places = Found(Data.PropertyType.GetProperty("NameToIndexMap", Any));
    }

    /// <summary>The members; null if this engine does not have them.</summary>
    internal static BlockMembers? Known { get; } = Find();

    /// <summary>The names of the variables that are in every scope of a session. The engine compiles a block that has one of them in
    /// another way. Names are only added.</summary>
    internal ConcurrentDictionary<string, bool> NamesInAllScopes { get; }

    /// <summary>The method that compiles a block.</summary>
    internal MethodInfo Compile { get; }

    /// <summary>The property of a block with its compiled form, which has the following properties.</summary>
    internal PropertyInfo Data { get; }

    /// <summary>The code of the block.</summary>
    internal PropertyInfo Code { get; }

    /// <summary>The type of the tuple of its variables.</summary>
    internal PropertyInfo Variables { get; }

    /// <summary>The places of the variables in the tuple.</summary>
    internal PropertyInfo Places { get; }

    private static BlockMembers? Find()
    {
        try
        {
            return new();
        }
        catch (Exception)
        {
            // Whatever an engine lacks, or does otherwise, its own call is there.
            return null;
        }
    }

    private static T Found<T>(T? member)
        where T : class =>
        member ?? throw new MissingMemberException();
}
