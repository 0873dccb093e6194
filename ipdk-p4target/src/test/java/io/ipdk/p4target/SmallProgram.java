package io.ipdk.p4target;

import io.ipdk.p4target.dataplane.P4Dataplane;
import io.ipdk.p4target.dataplane.PacketProcessor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p4.config.v1.P4Info;

/**
 * A v1model program of one header, one parser state and one action of ingress, written down in few lines. JSON texts take
 * single quotes.
 */
final class SmallProgram {
    private final List<String> types = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();
    private final List<String> order = new ArrayList<>();
    private final Map<String, String> more = new LinkedHashMap<>();
    private final List<String> parserOps = new ArrayList<>();
    private final List<String> ingress = new ArrayList<>();
    private final List<String> egress = new ArrayList<>();

    SmallProgram() {
        type(
                "sm_t",
                "['ingress_port',9,false],['egress_spec',9,false],['egress_port',9,false],"
                        + "['checksum_error',1,false],['parser_error',32,false],['instance_type',32,false],['_pad',4,false]");
        headers.add("{'name':'standard_metadata','id':0,'header_type':'sm_t','metadata':true}");
    }

    SmallProgram type(String name, String fields) {
        types.add("{'name':'" + name + "','id':" + types.size() + ",'fields':[" + fields + "]}");
        return this;
    }

    /** A header of that type, emitted after those before. */
    SmallProgram header(String name, String type) {
        headers.add("{'name':'" + name + "','id':" + headers.size() + ",'header_type':'" + type + "'}");
        order.add("'" + name + "'");
        return this;
    }

    SmallProgram metadata(String name, String type) {
        headers.add("{'name':'" + name + "','id':" + headers.size() + ",'header_type':'" + type + "','metadata':true}");
        return this;
    }

    /** Another member of the JSON's root, an array. */
    SmallProgram with(String member, String elements) {
        more.put(member, elements);
        return this;
    }

    SmallProgram parse(String op, String parameters) {
        parserOps.add(step(op, parameters));
        return this;
    }

    SmallProgram extract(String header) {
        return parse("extract", "{'type':'regular','value':'" + header + "'}");
    }

    SmallProgram ingress(String op, String parameters) {
        ingress.add(step(op, parameters));
        return this;
    }

    SmallProgram egress(String op, String parameters) {
        egress.add(step(op, parameters));
        return this;
    }

    /** Assigns an expression to a field, both as JSON writes them. */
    SmallProgram assign(String header, String field, String expression) {
        return ingress("assign", field(header, field) + ",{'type':'expression','value':" + expression + "}");
    }

    static String field(String header, String field) {
        return "{'type':'field','value':['" + header + "','" + field + "']}";
    }

    static String number(String hex) {
        return "{'type':'hexstr','value':'" + hex + "'}";
    }

    private static String step(String op, String parameters) {
        return "{'op':'" + op + "','parameters':[" + parameters + "],'source_info':{'filename':'small.p4','line':7}}";
    }

    private static String pipeline(String name, int id) {
        return "{'name':'" + name + "','id':" + id + ",'init_table':'t" + id + "','tables':[{'name':'t" + id
                + "','id':" + id + ",'key':[],'match_type':'exact','type':'simple','max_size':1,'action_ids':[" + id
                + "],'actions':['a" + id + "'],'base_default_next':null,'next_tables':{'a" + id
                + "':null},'default_entry':{'action_id':" + id
                + ",'action_const':true,'action_data':[],'action_entry_const':true}}],'conditionals':[]}";
    }

    private static String action(int id, List<String> steps) {
        return "{'name':'a" + id + "','id':" + id + ",'runtime_data':[],'primitives':[" + String.join(",", steps)
                + "]}";
    }

    String json() {
        StringBuilder text = new StringBuilder("{'program':'small.p4','header_types':[");
        text.append(String.join(",", types)).append("],'headers':[").append(String.join(",", headers));
        more.forEach((member, elements) ->
                text.append("],'").append(member).append("':[").append(elements));
        text.append("],'parsers':[{'name':'parser','id':0,'init_state':'start','parse_states':[{'name':'start','id':0,")
                .append("'parser_ops':[")
                .append(String.join(",", parserOps))
                .append("],'transitions':[],'transition_key':[]}]}],'deparsers':[{'name':'deparser','id':0,'order':[")
                .append(String.join(",", order))
                .append("],'primitives':[]}],'actions':[")
                .append(action(0, ingress))
                .append(",")
                .append(action(1, egress))
                .append("],'pipelines':[")
                .append(pipeline("ingress", 0))
                .append(",")
                .append(pipeline("egress", 1));
        return text.append("]}").toString().replace('\'', '"');
    }

    P4Pipeline load(P4Info info) {
        return P4Pipeline.load(info, json().getBytes(StandardCharsets.UTF_8), PipelineOptions.defaults());
    }

    /** What leaves, in hex, when packets come in on port 1. */
    List<String> send(String... packets) {
        P4Dataplane dataplane =
                new P4Dataplane(load(P4Info.getDefaultInstance()), TargetClock.system(), TargetListener.none());
        List<String> left = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        PacketProcessor processor = dataplane.newProcessor(
                (port, bytes, offset, length) -> left.add(hex.formatHex(bytes, offset, offset + length)));
        for (String packet : packets) {
            byte[] bytes = hex.parseHex(packet);
            processor.process(1, bytes, 0, bytes.length);
        }
        return left;
    }
}
