package io.ipdk.p4target;

import static io.ipdk.p4target.SmallProgram.field;
import static io.ipdk.p4target.SmallProgram.number;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One feature of the language or of v1model in a program of its own. */
class SmallProgramTest {
    private static SmallProgram bytes() {
        return new SmallProgram()
                .type("h_t", "['a',8,false],['b',8,false]")
                .header("h", "h_t")
                .extract("h");
    }

    private static SmallProgram stack() {
        return new SmallProgram()
                .type("h_t", "['a',8,false]")
                .type("o_t", "['n',32,false]")
                .header("o", "o_t")
                .header("s0", "h_t")
                .header("s1", "h_t")
                .header("s2", "h_t")
                .with("header_stacks", "{'name':'s','id':0,'header_type':'h_t','size':3,'header_ids':[2,3,4]}")
                .ingress("add_header", "{'type':'header','value':'o'}");
    }

    @Test
    void exitEndsTheActionItIsIn() {
        SmallProgram program = bytes().ingress("exit", "").ingress("assign", field("h", "a") + "," + number("0x55"));

        assertThat(program.send("0102")).containsExactly("0102");
    }

    @Test
    void whatFollowsAnExitThatIsJumpedOverIsDone() {
        SmallProgram program = bytes().ingress("_jump_if_zero", field("h", "a") + "," + number("0x2"))
                .ingress("exit", "")
                .ingress("assign", field("h", "b") + "," + number("0x55"));

        assertThat(program.send("0102", "0002")).containsExactly("0102", "0055");
    }

    @Test
    void aPacketWhoseAssertionFailsIsDropped() {
        SmallProgram program = bytes().ingress(
                        "assert",
                        "{'type':'expression','value':{'type':'expression','value':{'op':'d2b','left':null,'right':"
                                + field("h", "a") + "}}}")
                .ingress("assign", field("h", "b") + "," + number("0x55"));

        assertThat(program.send("0002", "0102")).containsExactly("0155");
    }

    @Test
    void aChecksumOfAHeaderThatIsNotThereIsRight() {
        SmallProgram program = bytes().type("c_t", "['sum',16,false]")
                .header("c", "c_t")
                .with("calculations", "{'name':'calc','id':0,'algo':'csum16','input':[" + field("h", "a") + "]}")
                .with(
                        "checksums",
                        "{'name':'cksum','id':0,'target':['c','sum'],'type':'generic','calculation':'calc',"
                                + "'verify':true,'update':false,'if_cond':null}")
                .ingress("assign", field("h", "b") + "," + field("standard_metadata", "checksum_error"));

        assertThat(program.send("0102")).containsExactly("0100");
    }

    @Test
    void aChecksumThatDoesNotHoldIsTold() {
        SmallProgram program = bytes().type("c_t", "['sum',16,false]")
                .header("c", "c_t")
                .extract("c")
                .with("calculations", "{'name':'calc','id':0,'algo':'csum16','input':[" + field("h", "a") + "]}")
                .with(
                        "checksums",
                        "{'name':'cksum','id':0,'target':['c','sum'],'type':'generic','calculation':'calc',"
                                + "'verify':true,'update':false,'if_cond':null}")
                .ingress("assign", field("h", "b") + "," + field("standard_metadata", "checksum_error"));

        assertThat(program.send("0102feff", "0102fefe")).containsExactly("0100feff", "0101fefe");
    }

    @Test
    void theLastIndexOfAnEmptyStackIsTheHighestNumber() {
        SmallProgram program = stack().assign(
                        "o",
                        "n",
                        "{'type':'expression','value':{'op':'last_stack_index','left':null,'right':"
                                + "{'type':'header_stack','value':'s'}}}");

        assertThat(program.send("")).containsExactly("ffffffff");
    }

    @Test
    void theSizeOfAStackIsHowManyElementsWereExtracted() {
        SmallProgram program = stack().parse("extract", "{'type':'stack','value':'s'}")
                .parse("extract", "{'type':'stack','value':'s'}")
                .assign(
                        "o",
                        "n",
                        "{'type':'expression','value':{'op':'size_stack','left':null,'right':"
                                + "{'type':'header_stack','value':'s'}}}");

        assertThat(program.send("0a0b0c")).containsExactly("000000020a0b0c");
    }

    @Test
    void aPacketThatIngressWantsRecirculatedIsSoAfterEgress() {
        SmallProgram program = bytes().with("field_lists", "{'id':1,'name':'fl','elements':[]}")
                .ingress("_jump_if_zero", field("h", "a") + "," + number("0x3"))
                .ingress(
                        "assign",
                        field("h", "a") + ",{'type':'expression','value':{'type':'expression','value':{'op':'-','left':"
                                + field("h", "a") + ",'right':" + number("0x1") + "}}}")
                .ingress("recirculate", number("0x1"))
                .egress(
                        "assign",
                        field("h", "b") + ",{'type':'expression','value':{'type':'expression','value':{'op':'+','left':"
                                + field("h", "b") + ",'right':" + number("0x1") + "}}}");

        assertThat(program.send("0300")).containsExactly("0004");
    }
}
